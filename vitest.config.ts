import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Two projects: pure TypeScript and Node code in Node, the web app's components in jsdom. */
export default defineConfig({
  test: {
    // by default one core is left idle
    maxWorkers: availableParallelism(),
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: [
            'packages/*/src/**/*.test.ts',
            'apps/bff/src/**/*.test.ts',
            'scripts/**/*.test.ts',
            'bench/**/*.test.ts',
          ],
        },
      },
      './apps/web/vite.config.ts',
    ],
  },
});
