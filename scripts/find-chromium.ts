import { existsSync } from 'node:fs';
import { installDebian } from './install-debian.ts';

const HEADLESS_SHELL = '/usr/bin/chromium-headless-shell';
const CHROMIUM = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * The browser for the tests: one that is there, else Debian's package (as root, or where sudo asks nothing). Its headless shell draws the
 * same pages with a quarter less work than the whole Chromium, so it comes first; measurements want `whole`, what people use.
 * Throws with what to do when neither works: browser tests are never skipped silently.
 */
export function findChromium(say: (line: string) => void, whole = false): string {
  const chosen = process.env['CHROMIUM_PATH'];
  const wanted = [...(chosen ? [chosen] : []), ...(whole ? [] : [HEADLESS_SHELL])];
  const there = (places: readonly string[]) => places.find((place) => existsSync(place));
  const found = there(wanted) ?? (whole ? there(CHROMIUM) : undefined);
  if (found) return found;
  if (!whole && installDebian('chromium-headless-shell', say) && existsSync(HEADLESS_SHELL)) return HEADLESS_SHELL;
  const other = there(CHROMIUM);
  if (other) return other;
  if (installDebian('chromium', say) && existsSync('/usr/bin/chromium')) return '/usr/bin/chromium';
  throw new Error('Browser tests need Chromium: install it (Debian: apt-get install chromium) or set CHROMIUM_PATH.');
}
