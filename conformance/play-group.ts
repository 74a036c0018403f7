import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster } from './cluster.ts';
import type { Entry, Expected, Group, Versions } from './entry.ts';
import type { Kubectl, Ran } from './kubectl.ts';
import { normalise } from './normalise.ts';

const UNTIL_MS = 40_000;

/** What servers tell since v1.33 that the recorded one did not. */
const NEW_NOTICES = /Warning: v1 Endpoints is deprecated in v1\.33\+|Warning: v1 ComponentStatus is deprecated/;
const POLL_MS = 250;
/** A program that is told to stop loses the end of a line that it has begun. */
const WHOLE_LINE = /(?:^|\n)$/;

export interface Played {
  readonly entry: Entry;
  readonly label: string;
  /** normalised: what is recorded and compared */
  readonly output: string;
  /** what did not hold, if anything */
  readonly fault?: string;
  readonly ms: number;
}

/** Whether a kubectl's or a server's minor version is one of these. */
export function isWithin(minor: number, { from = 0, to = 999 }: Versions = {}): boolean {
  return minor >= from && minor <= to;
}

/** Plays the entries of a group that apply to this cluster and kubectl, in a place of their own. */
export async function playGroup(cluster: Cluster, kubectl: Kubectl, group: Group): Promise<Played[]> {
  const place = await cluster.place(kubectl, group.name);
  try {
    for (const [name, text] of Object.entries(group.files ?? {})) {
      mkdirSync(dirname(join(place.folder, name)), { recursive: true });
      writeFileSync(join(place.folder, name), text.replaceAll('$NS', place.namespace));
    }
    for (const line of group.before ?? []) {
      const ran = await place.kubectl.shell(line, { timeoutMs: 90_000 });
      if (ran.code !== 0) throw new Error(`${line}\n${ran.stdout}${ran.stderr}`);
    }
    const names = { namespace: place.namespace, nodes: cluster.nodes };
    const played: Played[] = [];
    const times = new Map<string, number>();
    for (const entry of group.entries) {
      // the same line may stand in a group more than once; counted before any is left out, so that records keep their names
      const name = entry.name ?? entry.run;
      const time = (times.get(name) ?? 0) + 1;
      times.set(name, time);
      if (!isWithin(kubectl.minor, entry.kubectl)) continue;
      if (!isWithin(cluster.minor, { from: entry.since ?? 0, to: (entry.before ?? 1000) - 1 })) continue;
      const started = performance.now();
      const { output, fault } = await playEntry(place.kubectl, entry, (text) => normalise(text, names));
      const ms = performance.now() - started;
      played.push({ entry, label: time === 1 ? name : `${name} (${time})`, output, ms, ...(fault && { fault }) });
    }
    return played;
  } finally {
    for (const line of group.after ?? []) await place.kubectl.shell(line);
    await place.leave();
  }
}

interface Outcome {
  readonly output: string;
  readonly fault: string | undefined;
}

async function playEntry(kubectl: Kubectl, entry: Entry, normal: (text: string) => string): Promise<Outcome> {
  const end = Date.now() + (entry.timeoutMs ?? UNTIL_MS);
  for (;;) {
    let outcome: Outcome;
    try {
      const ran = await runEntry(kubectl, entry);
      const clean = { code: ran.code, stdout: normal(ran.stdout), stderr: normal(ran.stderr) };
      outcome = { output: recordOf(clean, entry), fault: faultOf(clean, entry) };
    } catch (error) {
      outcome = { output: '', fault: (error as Error).message };
    }
    if (!outcome.fault || !entry.until || Date.now() > end) return outcome;
    await pause(POLL_MS);
  }
}

async function runEntry(kubectl: Kubectl, entry: Entry): Promise<Ran> {
  const options = {
    ...(entry.input !== undefined && { input: entry.input }),
    ...(entry.timeoutMs !== undefined && { timeoutMs: entry.timeoutMs }),
  };
  if (entry.terminal) {
    const terminal = kubectl.terminal(entry.run, options);
    for (const [pattern, text] of entry.terminal) {
      await terminal.until(pattern);
      terminal.write(text);
    }
    return terminal.ended;
  }
  if (entry.follow) {
    const running = kubectl.start(entry.run, options);
    try {
      await running.until(entry.follow.until);
      await running.until(WHOLE_LINE);
      const next = entry.follow.next === undefined ? undefined : await kubectl.shell(entry.follow.next);
      if (entry.follow.and) {
        await running.until(entry.follow.and);
        await running.until(WHOLE_LINE);
      }
      const { stdout, stderr } = await running.stop();
      // how a program ends by a signal is its own affair
      return { code: 0, stdout: `${stdout}${next ? `${next.stdout}${next.stderr}` : ''}`, stderr };
    } finally {
      await running.stop();
    }
  }
  return kubectl.shell(entry.run, options);
}

function recordOf({ code, stdout, stderr }: Ran, entry: Entry): string {
  const keep = (text: string): string[] =>
    text
      .split('\n')
      .filter((line) => line.trim() !== '' && !NEW_NOTICES.test(line) && !(entry.differs?.lines?.test(line) ?? false));
  const errors = keep(stderr);
  const kept = [
    ...keep(stdout),
    ...(errors.length === 0 ? [] : ['--- stderr', ...errors]),
    ...(code === 0 || entry.code === 'any' ? [] : [`--- exit code ${code}`]),
  ];
  return (entry.unordered ? kept.sort() : kept).join('\n');
}

function faultOf({ code, stdout, stderr }: Ran, entry: Entry): string | undefined {
  const wanted = entry.code ?? 0;
  const all = `${stdout}${stderr}`;
  if (wanted !== 'any' && code !== wanted) return `exit code ${code} instead of ${wanted}:\n${all}`;
  const missing = [...missingIn(stdout, entry.out), ...missingIn(stderr, entry.err)];
  return missing.length === 0 ? undefined : `no ${missing.join(', no ')} in:\n${all}`;
}

function missingIn(text: string, expected: Expected = []): string[] {
  const list = typeof expected === 'string' || expected instanceof RegExp ? [expected] : expected;
  return list
    .filter((one) => !(typeof one === 'string' ? text.includes(one) : one.test(text)))
    .map((one) => (typeof one === 'string' ? JSON.stringify(one) : String(one)));
}
