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
  stop(): Promise<void>;
}

/** The built BFF and web app in front of the kubeconfig's clusters. */
export async function startBff(kubeconfig: string): Promise<BenchProduct> {
  const port = await freePort();
  const bff = startProgram([...BFF_FLAGS, OUTPUTS.bff], {
    ready: /^Quarterdeck is listening on (\S+)/,
    env: {
      ...process.env,
      KUBECONFIG: kubeconfig,
      PORT: String(port),
      QUARTERDECK_WEB_ROOT: process.env['QUARTERDECK_WEB_ROOT'] ?? OUTPUTS.web,
      QUARTERDECK_LOG_LEVEL: 'error',
    },
  });
  const url = ((await bff.ready)[1] ?? '').replace(/\/$/, '');
  return { url, port, pid: bff.process.pid ?? 0, stop: () => bff.stop() };
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
