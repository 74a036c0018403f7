/**
 * dependency-cruiser over our sources. Under TypeScript 7 it cruises nothing and still exits green, so the number of
 * modules it saw is asserted as well.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './run-step.ts';

const run = spawnSync(
  process.execPath,
  [
    join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
    '--config',
    '.dependency-cruiser.cjs',
    '--output-type',
    'json',
    'packages/shared/src',
    'packages/demo-cluster/src',
    'apps/bff/src',
    'apps/web/src',
  ],
  { cwd: ROOT, encoding: 'utf8', maxBuffer: 512 * 1024 * 1024 },
);
if (!run.stdout) {
  process.stderr.write(run.stderr);
  process.exit(1);
}
interface Cruise {
  summary: {
    totalCruised: number;
    violations: { from: string; to: string; rule: { name: string }; cycle?: { name: string }[] }[];
  };
}
const { summary } = JSON.parse(run.stdout) as Cruise;
for (const { rule, from, to, cycle } of summary.violations)
  process.stdout.write(`${rule.name}: ${from} → ${cycle ? cycle.map(({ name }) => name).join(' → ') : to}\n`);
process.stdout.write(`${summary.totalCruised} modules cruised, ${summary.violations.length} violations\n`);
if (summary.totalCruised <= 50) {
  process.stderr.write(
    'dependency-cruiser saw 50 modules or fewer: it does not read our TypeScript (is typescript 6 installed?)\n',
  );
  process.exit(1);
}
process.exit(summary.violations.length === 0 ? 0 : 1);
