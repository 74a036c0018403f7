import { defineConfig } from 'vitest/config';
import { kindLists } from './kind-lists.ts';

/**
 * The tests that show no component. To make a page for each took five times as long as the tests: who needs one says so
 * (@vitest-environment jsdom).
 */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [kindLists()],
  test: { name: 'web-logic', environment: 'node', testTimeout: 60_000, include: ['src/**/*.test.ts'] },
});
