import { existsSync } from 'node:fs';
import { installDebian } from './install-debian.ts';

const PLACE = '/usr/bin/busybox';

/** The tools that the smallest images have, for the tests of files: there, or Debian's package. Throws with what to do. */
export function findBusybox(say: (line: string) => void): void {
  if (existsSync(PLACE)) return;
  installDebian('busybox', say);
  if (!existsSync(PLACE)) throw new Error('Tests of files need busybox: install it (Debian: apt-get install busybox).');
}
