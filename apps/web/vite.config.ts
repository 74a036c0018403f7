import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const bff = process.env['BFF_URL'] ?? 'http://localhost:8080';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    target: 'es2022',
    sourcemap: false,
    // Initial bundle stays lean: vendor code that every page needs is split from pages that are loaded on demand.
    chunkSizeWarningLimit: 700,
  },
  server: { port: 5173, proxy: { '/api': { target: bff, ws: true } } },
  test: {
    name: 'web',
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
  },
});
