/**
 * `npm run bench [-- name]`: runs the named benches (all by default) against the cluster of $KUBECONFIG, prints a table and
 * writes it into bench/results.json and between its marks in bench/README.md, which tells the method.
 */
import { benchDemo } from './demo.ts';
import { benchEditor } from './editor.ts';
import { benchFiles } from './files.ts';
import { benchList } from './list.ts';
import { benchLive } from './live.ts';
import { benchLogs } from './logs.ts';
import { benchMachine } from './machine.ts';
import { conditions, writeReport } from './report.ts';
import type { BenchResult } from './result.ts';
import { benchSoak } from './soak.ts';
import { benchStore } from './store-cost.ts';
import { benchTerminal } from './terminal.ts';

const BENCHES: Readonly<Record<string, () => Promise<BenchResult[]>>> = {
  list: benchList,
  demo: benchDemo,
  editor: benchEditor,
  machine: benchMachine,
  store: benchStore,
  live: benchLive,
  terminal: benchTerminal,
  logs: benchLogs,
  files: benchFiles,
  // only by name: a quarter of an hour
  soak: benchSoak,
};

/** Each on the demo and on a cluster. */
const PLACED = new Set(['live', 'logs', 'soak']);

const names = process.argv.slice(2);
const unknown = names.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  process.stderr.write(`No bench named ${unknown.join(', ')}; there are: ${Object.keys(BENCHES).join(', ')}\n`);
  process.exit(2);
}

const results: BenchResult[] = [];
for (const [name, bench] of Object.entries(BENCHES)) {
  if (names.length > 0 ? !names.includes(name) : name === 'soak') continue;
  const begun = conditions();
  const measured = await bench();
  // the same bench on another sort of place has a table of its own
  const place = process.env['KUBECONFIG'] ? 'cluster' : 'demo';
  writeReport(PLACED.has(name) ? `${name}-${place}` : name, begun, measured);
  results.push(...measured);
}

const rows = results.map(({ name, value, unit, goal, ok }) => [
  name,
  `${value} ${unit}`.trim(),
  goal,
  ok === undefined ? '' : ok ? 'ok' : 'MISSED',
]);
const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
for (const row of rows)
  process.stdout.write(`${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}\n`);
