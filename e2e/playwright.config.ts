import { defineConfig } from '@playwright/test';

const target = process.env['E2E_TARGET'] ?? 'demo';

/** Two workers, as the machine that CI has is small: each has a browser and a product of its own (fixtures/global-setup.ts). */
export default defineConfig({
  testDir: 'specs',
  // what a spec there tests is between the browser and the product: which cluster stands behind it does not matter
  testIgnore: target === 'cluster' ? ['**/*.demo.spec.ts'] : [],
  outputDir: `results/${target}`,
  globalSetup: './fixtures/global-setup.ts',
  workers: 2,
  fullyParallel: false,
  forbidOnly: process.env['CI'] !== undefined,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json']],
  use: {
    locale: 'en-GB',
    timezoneId: 'UTC',
    viewport: { width: 1360, height: 860 },
    screenshot: 'only-on-failure',
    trace: 'off',
    actionTimeout: 15_000,
    navigationTimeout: 20_000,
    launchOptions: {
      executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium-headless-shell',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
