import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../scripts/run-step.ts';
import type { BenchResult } from './result.ts';

const README = join(ROOT, 'bench', 'README.md');
const RESULTS = join(ROOT, 'bench', 'results.json');

interface Report {
  readonly sha: string;
  readonly at: string;
  /** what else the machine did while it was measured */
  readonly machine: string;
  readonly results: readonly BenchResult[];
}

/** Where and when: the load is that of the last minute before. */
export function conditions(): Omit<Report, 'results'> {
  const sha = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: ROOT, encoding: 'utf8' }).trim();
  const load = (loadavg()[0] ?? 0).toFixed(1);
  return {
    sha,
    at: new Date().toISOString().slice(0, 16).replace('T', ' '),
    machine: `${cpus().length} cores, Node ${process.versions.node}, load ${load} when it began`,
  };
}

/** Puts the figures of one bench into results.json, and as a table between its marks in README.md. */
export function writeReport(bench: string, begun: Omit<Report, 'results'>, results: readonly BenchResult[]): void {
  const all: Record<string, Report> = existsSync(RESULTS) ? JSON.parse(readFileSync(RESULTS, 'utf8')) : {};
  const reports = { ...all, [bench]: { ...begun, results } };
  writeFileSync(RESULTS, `${JSON.stringify(reports, null, 2)}\n`);
  const [open, close] = [`<!-- bench:${bench} -->`, `<!-- /bench:${bench} -->`];
  const text = readFileSync(README, 'utf8');
  const [from, to] = [text.indexOf(open), text.indexOf(close)];
  if (from < 0 || to < from) throw new Error(`bench/README.md has no marks ${open} and ${close}`);
  const table = `\n${markdown({ ...begun, results })}\n`;
  writeFileSync(README, text.slice(0, from + open.length) + table + text.slice(to));
}

function markdown({ sha, at, machine, results }: Report): string {
  const lines = results.map(({ target, name, value, unit, goal, ok }) => {
    const figure = `${value} ${unit}`.trim();
    return `| ${target} | ${name} | ${ok === false ? `**${figure}**` : figure} | ${goal} | ${ok === undefined ? '' : ok ? 'met' : '**missed**'} |`;
  });
  return [
    `${at} UTC, ${sha}, ${machine}`,
    '',
    '| target | figure | measured | aim | |',
    '|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}
