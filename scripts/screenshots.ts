/**
 * `npm run screenshots`: the pictures of the guide, made from the demo cluster in both languages (docs/images/<language>/<name>.png).
 * With names behind it, only those.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { startProduct } from '../e2e/fixtures/product.ts';
import { findChromium } from './find-chromium.ts';
import { ROOT } from './run-step.ts';
import { SHOTS, type Word } from './shots.ts';

type Language = 'en' | 'zh-CN';

const SIZE = { width: 1360, height: 850 };
const WIDE = 1640;

function words(language: Language): Word {
  return (key) => {
    const [file = '', path = ''] = key.split(':');
    const texts: unknown = JSON.parse(
      readFileSync(join(ROOT, 'apps/web/src/i18n/locales', language, `${file}.json`), 'utf8'),
    );
    const text = path
      .split('.')
      .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], texts);
    if (typeof text !== 'string') throw new Error(`There are no words for ${key}`);
    return text;
  };
}

const wanted = new Set(process.argv.slice(2));
for (const name of wanted)
  if (!SHOTS.some((shot) => shot.name === name)) throw new Error(`There is no picture "${name}"`);

const say = (line: string) => void process.stdout.write(`${line}\n`);
const product = await startProduct(['--demo'], {});
const browser = await chromium.launch({
  executablePath: findChromium(say),
  args: ['--no-sandbox', '--disable-background-networking'],
});
try {
  for (const language of ['en', 'zh-CN'] as const) {
    const folder = join(ROOT, 'docs/images', language);
    mkdirSync(folder, { recursive: true });
    const word = words(language);
    const context = await browser.newContext({
      locale: language,
      viewport: SIZE,
      reducedMotion: 'reduce',
      timezoneId: 'UTC',
    });
    const page = await context.newPage();
    await page.goto(`${product.url}/sign-in`);
    await page.getByRole('main').getByRole('heading').first().waitFor();
    for (const shot of SHOTS) {
      if (wanted.size > 0 && !wanted.has(shot.name)) continue;
      if (shot.path !== '//sign-in' && page.url().endsWith('/sign-in')) {
        await page.getByRole('button', { name: /Cluster admin|集群管理员/ }).click();
        await page.waitForURL(/\/clusters\//);
      }
      await page.emulateMedia({ colorScheme: shot.dark ? 'dark' : 'light' });
      await page.setViewportSize({ width: shot.wide ? WIDE : SIZE.width, height: shot.height ?? SIZE.height });
      const cluster = /\/clusters\/[^/]+/.exec(page.url())?.[0] ?? '';
      await page.goto(
        shot.path.startsWith('//') ? product.url + shot.path.slice(1) : product.url + cluster + shot.path,
      );
      await page.getByRole('main').getByRole('heading').first().waitFor();
      await page.waitForLoadState('networkidle').catch(() => undefined);
      if (shot.wide) await page.getByRole('button', { name: word('app:shell.collapse') }).click();
      await shot.prepare?.(page, word);
      await page.waitForLoadState('networkidle').catch(() => undefined);
      await page.waitForTimeout(1500);
      await page.screenshot({ path: join(folder, `${shot.name}.png`), animations: 'disabled' });
      if (shot.wide) await page.getByRole('button', { name: word('app:shell.expand') }).click();
      say(`${language}/${shot.name}.png`);
    }
    await context.close();
  }
} finally {
  await browser.close();
  await product.program.stop();
}
