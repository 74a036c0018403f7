/** `npm test`: static checks, unit and integration tests, then the conformance suite and the browser tests on the demo cluster. */
import { join } from 'node:path';
import { findBusybox } from './find-busybox.ts';
import { findChartRenderer } from './find-chart-renderer.ts';
import { clearResults, readVitestReport, writeResults } from './results.ts';
import { ROOT, runStep } from './run-step.ts';
import { printSummary } from './summary.ts';

clearResults();
for (const find of [findBusybox, findChartRenderer])
  try {
    find((line) => process.stdout.write(`${line}\n`));
  } catch (fault) {
    // the tests that need it fail and say so
    process.stderr.write(`${(fault as Error).message}\n`);
  }
runStep('npm run check', ['tsx', 'scripts/check.ts']);
const report = join(ROOT, '.cache', 'vitest.json');
const passed = runStep('unit and integration tests', [
  'vitest',
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
]);
const units = readVitestReport(report);
writeResults('unit', passed || units.failed > 0 ? units : { ...units, failed: 1 });
runStep('kubectl and client-node on the demo cluster', ['tsx', 'scripts/conformance.ts']);
runStep('browser tests on the demo cluster', ['tsx', 'scripts/e2e.ts']);
process.exit(printSummary(['check', 'unit', 'conformance-demo', 'e2e-demo']));
