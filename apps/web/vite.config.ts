import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { bundledPackages } from './bundled-packages.ts';
import { kindLists } from './kind-lists.ts';
import { precompress } from './precompress.ts';

const bff = process.env['BFF_URL'] ?? 'http://localhost:8080';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), kindLists(), precompress(), bundledPackages('page')],
  worker: { plugins: () => [bundledPackages('worker')] },
  // files find each other wherever they lie: below a prefix the BFF rewrites the index page alone (apps/bff/src/http/base-path.ts)
  experimental: { renderBuiltUrl: (_, { hostType }) => (hostType === 'html' ? undefined : { relative: true }) },
  build: {
    target: 'es2022',
    sourcemap: false,
    // scripts/check-bundle.ts reads it
    manifest: true,
    // the polyfill is an inline-free script, but every browser of our target has modulepreload
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      // the schemas that packages/shared makes beside its constants are for the BFF: unused here, they go
      treeshake: { manualPureFunctions: ['z'] },
      output: {
        // The first page names every chunk that may be loaded later, some 270: their names alone would be 1.7 kB of it. The
        // manifest says which is which.
        chunkFileNames: ({ name }) =>
          `assets/${/^(?:app|react|libraries|words-)/.test(name) ? '[name]-' : ''}[hash].js`,
        codeSplitting: {
          groups: [
            // What every page needs, in three files instead of forty: react and the other libraries change rarely, so that
            // a new version of the app leaves them in the browser's cache.
            { name: 'react', test: /node_modules[\\/](?:react|react-dom|scheduler)[\\/]/ },
            { name: 'libraries', test: /node_modules[\\/]/, tags: ['$initial'] },
            { name: 'app', tags: ['$initial'] },
          ],
        },
      },
    },
  },
  server: { port: 5173, proxy: { '/api': { target: bff, ws: true } } },
  test: {
    name: 'web',
    environment: 'jsdom',
    // a busy machine is no failure
    testTimeout: 60_000,
    setupFiles: ['busy-machine.ts'],
    // components, each file in a page of its own; the others: vitest.logic.config.ts
    include: ['src/**/*.test.tsx'],
  },
});
