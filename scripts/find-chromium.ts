import { existsSync } from 'node:fs';
import { installDebian } from './install-debian.ts';

const PLACES = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * The browser for the tests: one that is there, else Debian's package (as root, or where sudo asks nothing).
 * Throws with what to do when neither works: browser tests are never skipped silently.
 */
export function findChromium(say: (line: string) => void): string {
  const there = PLACES.find((place) => place !== undefined && existsSync(place));
  if (there) return there;
  if (installDebian('chromium', say) && existsSync('/usr/bin/chromium')) return '/usr/bin/chromium';
  throw new Error('Browser tests need Chromium: install it (Debian: apt-get install chromium) or set CHROMIUM_PATH.');
}
