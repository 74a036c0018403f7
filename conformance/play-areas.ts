import type { Cluster } from './cluster.ts';
import type { Area, Entry, Group } from './entry.ts';
import type { Kubectl } from './kubectl.ts';
import { isWithin, type Played, playGroup } from './play-group.ts';
import { Records } from './records.ts';

/** kubectl waits for the cluster most of the time. */
const SIDE_BY_SIDE = 5;

export interface Options {
  /** plays the groups whose "area/group" holds it */
  readonly filter: string;
  /** Writes what the cluster answers as what must come out. */
  readonly record: boolean;
  readonly say: (line: string) => void;
}

export interface Count {
  passed: number;
  failed: number;
}

interface Job {
  readonly area: Area;
  readonly group: Group;
  readonly kubectl: Kubectl;
  readonly records: Records;
}

/** Plays the areas on a cluster with each kubectl and compares with the records of the real one. */
export async function playAreas(cluster: Cluster, areas: readonly Area[], options: Options): Promise<Count> {
  const count: Count = { passed: 0, failed: 0 };
  const records = new Map(areas.map((area) => [area.name, new Records(area.name)]));
  const jobs = areas.flatMap((area) =>
    area.groups
      .filter(({ name }) => `${area.name}/${name}`.includes(options.filter))
      .filter(({ since = 0 }) => cluster.minor >= since)
      .filter(({ demoOnly }) => demoOnly === undefined || cluster.target === 'demo')
      .flatMap((group) =>
        cluster.kubectls
          .filter(({ minor }) => isWithin(minor, group.kubectl))
          .map((kubectl): Job => ({ area, group, kubectl, records: records.get(area.name) ?? new Records(area.name) })),
      ),
  );
  const run = async (job: Job): Promise<void> => {
    const result = await playJob(cluster, job, options);
    count.passed += result.passed;
    count.failed += result.failed;
  };
  const crowd = jobs.filter(({ group }) => !group.alone);
  await Promise.all(
    Array.from({ length: SIDE_BY_SIDE }, async () => {
      for (let job = crowd.shift(); job; job = crowd.shift()) await run(job);
    }),
  );
  for (const job of jobs.filter(({ group }) => group.alone)) await run(job);
  if (options.record)
    for (const area of areas)
      if (jobs.some((job) => job.area === area))
        records.get(area.name)?.save(
          cluster.minor,
          area.groups.map(({ name }) => name),
        );
  return count;
}

async function playJob(cluster: Cluster, job: Job, options: Options): Promise<Count> {
  const { area, group, kubectl, records } = job;
  const where = `${area.name}/${group.name} kubectl 1.${kubectl.minor}`;
  const started = performance.now();
  let played: Played[];
  try {
    played = await playGroup(cluster, kubectl, group);
  } catch (error) {
    options.say(`FAIL ${where}: could not be set up\n${indent((error as Error).message)}`);
    return { passed: 0, failed: group.entries.length };
  }
  const faults: string[] = [];
  for (const { entry, label, output, fault } of played) {
    const compared = entry.differs === undefined || entry.differs.lines !== undefined;
    if (options.record && !fault && compared) records.add(group.name, label, `1.${kubectl.minor}`, output);
    const found = options.record || !compared ? undefined : records.find(group.name, label, `1.${kubectl.minor}`);
    const recorded = found && withoutDiffering(found, entry);
    // another real cluster of another version has its own truth
    const comparable = cluster.target === 'demo' || records.server === cluster.minor;
    const difference =
      recorded !== undefined && comparable && recorded !== output ? compare(recorded, output) : undefined;
    const what = fault ?? (difference && `differs from the real cluster (-), comes (+):\n${difference}`);
    if (what) faults.push(`FAIL ${where}: ${label}\n${indent(what)}`);
  }
  for (const fault of faults) options.say(fault);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  options.say(`${faults.length === 0 ? 'ok  ' : 'FAIL'} ${where}: ${played.length} entries (${seconds} s)`);
  return { passed: played.length - faults.length, failed: faults.length };
}

/** A record may be older than the entry's list of lines that rightly differ. */
const withoutDiffering = (text: string, { differs }: Entry): string =>
  text
    .split('\n')
    .filter((line) => !(differs?.lines?.test(line) ?? false))
    .join('\n');

const indent = (text: string): string => text.replace(/^/gm, '     ').trimEnd();

/** The lines that only one side has, in their order (a longest common subsequence would show no more to a reader). */
function compare(wanted: string, got: string): string {
  const left = wanted.split('\n');
  const right = got.split('\n');
  const only = (lines: readonly string[], others: readonly string[], mark: string): string[] => {
    const rest = [...others];
    return lines.flatMap((line) => {
      const at = rest.indexOf(line);
      if (at < 0) return [`${mark} ${line}`];
      rest.splice(at, 1);
      return [];
    });
  };
  const lines = [...only(left, right, '-'), ...only(right, left, '+')];
  return lines.length > 0 ? lines.join('\n') : `the same lines in another order:\n${got}`;
}
