import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { precompress } from './precompress.ts';

const bff = process.env['BFF_URL'] ?? 'http://localhost:8080';

/** The chunk of a language: all its namespaces together, so that a start reads one file of words. */
function languageOf(id: string): string | null {
  const language = /\/i18n\/locales\/([^/]+)\//.exec(id)?.[1];
  return language === undefined ? null : `words-${language}`;
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), precompress()],
  build: {
    target: 'es2022',
    sourcemap: false,
    // the polyfill is an inline-free script, but every browser of our target has modulepreload
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { debugName: 'words', name: languageOf, test: /\/i18n\/locales\// },
            // changes rarely: a new version of the app leaves it in the browser's cache
            { name: 'react', test: /node_modules[\\/](?:react|react-dom|scheduler)[\\/]/ },
          ],
        },
      },
    },
  },
  server: { port: 5173, proxy: { '/api': { target: bff, ws: true } } },
  test: {
    name: 'web',
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
  },
});
