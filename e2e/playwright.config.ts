import { defineConfig } from '@playwright/test';

const target = process.env['E2E_TARGET'] ?? 'demo';
/** The product that runs in the cluster (scripts/e2e-in-cluster.ts): a few specs, and then those that need its replicas. */
const inCluster = process.env['E2E_URL'] !== undefined;
const PROJECTS = [
  { name: 'specs', testMatch: /\/(?:sign-in|list|logs|shell)\.spec\.ts$/ },
  { name: 'replicas', testMatch: /\.in-cluster\.spec\.ts$/, dependencies: ['specs'] },
];

/** Two workers, as the machine that CI has is small: each has a browser and a product of its own (fixtures/global-setup.ts). */
export default defineConfig({
  testDir: 'specs',
  // what a spec there tests is between the browser and the product: which cluster stands behind it does not matter
  testIgnore: [
    ...(target === 'cluster' ? ['**/*.demo.spec.ts'] : []),
    ...(inCluster ? [] : ['**/*.in-cluster.spec.ts']),
  ],
  ...(inCluster ? { projects: PROJECTS } : {}),
  outputDir: `results/${inCluster ? 'in-cluster' : target}`,
  globalSetup: './fixtures/global-setup.ts',
  workers: 2,
  fullyParallel: false,
  forbidOnly: process.env['CI'] !== undefined,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json']],
  use: {
    // its certificate is self-signed
    ignoreHTTPSErrors: inCluster,
    // a person may ask for it; what is drawn is at its place at once then, and nothing waits for it (look.demo.spec.ts has motion)
    contextOptions: { reducedMotion: 'reduce' },
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
