/** `npm run check`: everything that can be told without running the product. */
import { writeResults } from './results.ts';
import { runStep } from './run-step.ts';

const STEPS: readonly (readonly [name: string, command: readonly string[]])[] = [
  ['format and lint', ['biome', 'ci', '--error-on-warnings', '.']],
  ['types: packages/shared', ['tsc', '-p', 'packages/shared']],
  ['types: Node code', ['tsc', '-p', 'tsconfig.json']],
  ['types: web app', ['tsc', '-p', 'apps/web']],
  ['import boundaries and cycles', ['tsx', 'scripts/check-boundaries.ts']],
  ['dead code', ['knip', '--treat-config-hints-as-errors']],
  ['bundle budget', ['tsx', 'scripts/check-bundle.ts']],
];

// every step runs, so that one look shows all there is to mend
const results = STEPS.map(([name, command]) => runStep(name, command));
const passed = results.filter(Boolean).length;
writeResults('check', { passed, failed: results.length - passed });
process.exit(passed === results.length ? 0 : 1);
