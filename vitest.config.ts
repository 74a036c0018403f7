import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';

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
            'deploy/**/*.test.ts',
          ],
          exclude: [...configDefaults.exclude, OF_CLUSTER],
        },
      },
      './apps/web/vite.config.ts',
      './apps/web/vitest.logic.config.ts',
      ...(process.env['QUARTERDECK_CLUSTER_TESTS'] === '1'
        ? [{ test: { name: 'cluster', environment: 'node' as const, testTimeout: 20_000, include: [OF_CLUSTER] } }]
        : []),
    ],
  },
});
