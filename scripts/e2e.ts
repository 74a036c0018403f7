/**
 * `npm run e2e` plays the browser tests on the demo cluster; `npm run e2e:cluster` plays the same ones on the cluster of
 * $KUBECONFIG (it needs an admin there, and makes and removes namespaces of its own named qd-e2e-…).
 * Arguments after -- go to Playwright.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildStale } from './build.ts';
import { findChromium } from './find-chromium.ts';
import { readPlaywrightReport, writeResults } from './results.ts';
import { ROOT, runStep } from './run-step.ts';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const [first, ...rest] = process.argv.slice(2);
const onCluster = first === '--cluster';
const more = onCluster ? rest : process.argv.slice(2);
const suite = onCluster ? 'e2e-cluster' : 'e2e-demo';
if (onCluster && !process.env['KUBECONFIG']) {
  process.stderr.write('e2e:cluster needs KUBECONFIG: the kubeconfig of an admin of the cluster to test on.\n');
  process.exit(2);
}
const report = join(ROOT, '.cache', `${suite}.json`);
mkdirSync(join(ROOT, '.cache'), { recursive: true });
rmSync(report, { force: true });
let passed = false;
try {
  const chromium = findChromium(say);
  await buildStale(say);
  passed = runStep(suite, ['playwright', 'test', '--config', 'e2e/playwright.config.ts', ...more], {
    CHROMIUM_PATH: chromium,
    E2E_TARGET: onCluster ? 'cluster' : 'demo',
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  });
} catch (fault) {
  process.stderr.write(`${(fault as Error).message}\n`);
}
const results = readPlaywrightReport(report);
writeResults(suite, passed || results.failed > 0 ? results : { ...results, failed: 1 });
process.exit(passed && results.failed === 0 ? 0 : 1);
