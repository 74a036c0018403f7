import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';
import { kindLists } from './apps/web/kind-lists.ts';

/** Tests that need programs of a real cluster: `npm run test:cluster` plays them, and nothing else does. */
const OF_CLUSTER = '**/*.cluster.test.ts';

/** Three projects: pure TypeScript and Node code in Node; the web app's components, in jsdom; and the rest of its tests. */
export default defineConfig({
  test: {
    // by default one core is left idle
    maxWorkers: availableParallelism(),
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          // no test here changes a module: reading them anew for every file was half of the work
          isolate: false,
          // patience with a machine that does other things at once; what is slow by itself is measured in bench/
          testTimeout: 20_000,
          include: [
            'packages/*/src/**/*.test.ts',
            'apps/bff/src/**/*.test.ts',
            'scripts/**/*.test.ts',
            'bench/**/*.test.ts',
          ],
          exclude: [...configDefaults.exclude, OF_CLUSTER],
        },
      },
      // components, each file in a page of its own
      './apps/web/vite.config.ts',
      {
        root: 'apps/web',
        plugins: [kindLists()],
        test: {
          name: 'web-logic',
          environment: 'node',
          // to make a page for each took five times as long as the tests: who needs one says so (@vitest-environment jsdom)
          testTimeout: 60_000,
          include: ['src/**/*.test.ts'],
        },
      },
      ...(process.env['QUARTERDECK_CLUSTER_TESTS'] === '1'
        ? [{ test: { name: 'cluster', environment: 'node' as const, testTimeout: 20_000, include: [OF_CLUSTER] } }]
        : []),
    ],
  },
});
