import { type Browser, chromium } from '@playwright/test';
import { freePort } from '../e2e/fixtures/product.ts';
import { BFF_FLAGS } from '../scripts/bff-flags.ts';
import { OUTPUTS } from '../scripts/build.ts';
import { startProgram } from '../scripts/child-program.ts';
import { findChromium } from '../scripts/find-chromium.ts';

interface BenchProduct {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** where Prometheus would ask */
  readonly metrics: string;
  stop(): Promise<void>;
}

/** The built BFF and web app in front of the kubeconfig's clusters, with Node's flags of `npm start` or others. */
export async function startBff(kubeconfig: string, flags: readonly string[] = BFF_FLAGS): Promise<BenchProduct> {
  const port = await freePort();
  const metricsPort = await freePort();
  const bff = startProgram([...flags, OUTPUTS.bff], {
    ready: /^Quarterdeck is listening on (\S+)/,
    env: {
      ...process.env,
      KUBECONFIG: kubeconfig,
      PORT: String(port),
      QUARTERDECK_WEB_ROOT: process.env['QUARTERDECK_WEB_ROOT'] ?? OUTPUTS.web,
      QUARTERDECK_LOG_LEVEL: 'error',
      QUARTERDECK_METRICS_PORT: String(metricsPort),
    },
  });
  const url = ((await bff.ready)[1] ?? '').replace(/\/$/, '');
  const metrics = `http://127.0.0.1:${metricsPort}/metrics`;
  return { url, port, pid: bff.process.pid ?? 0, metrics, stop: () => bff.stop() };
}

/** Chromium without anything that works in the background. */
export function startBrowser(say: (line: string) => void): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(say, true),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
