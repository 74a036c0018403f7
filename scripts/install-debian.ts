import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Installs a Debian package, as root or where sudo asks nothing. Whether it is there now. */
export function installDebian(name: string, say: (line: string) => void): boolean {
  if (!existsSync('/usr/bin/apt-get')) return false;
  say(`installing the Debian package "${name}" …`);
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const steps = [['update'], ['install', '-y', '--no-install-recommends', name]];
  return steps.every((step) => {
    const [command = 'apt-get', ...rest] = [...asRoot, 'apt-get', ...step];
    const run = spawnSync(command, rest, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    return run.status === 0;
  });
}
