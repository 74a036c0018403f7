/**
 * `npm run test:cluster`: the unit and integration tests that need a real API server's own programs, which KUBEBUILDER_ASSETS or PATH
 * has to have.
 */
import { join } from 'node:path';
import { readVitestReport, writeResults } from './results.ts';
import { ROOT, runStep } from './run-step.ts';

const report = join(ROOT, '.cache', 'vitest-cluster.json');
const args = ['--project', 'cluster', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
const passed = runStep('tests with a real API server', ['vitest', 'run', ...args], { QUARTERDECK_CLUSTER_TESTS: '1' });
const results = readVitestReport(report);
writeResults('unit-cluster', passed || results.failed > 0 ? results : { ...results, failed: 1 });
process.exit(passed && results.failed === 0 ? 0 : 1);
