import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Installs Debian packages, as root or where sudo asks nothing. Whether they are there now. */
export function installDebian(names: string | readonly string[], say: (line: string) => void): boolean {
  if (!existsSync('/usr/bin/apt-get')) return false;
  const packages = [names].flat();
  say(`installing from Debian: ${packages.join(', ')} …`);
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const steps = [['update'], ['install', '-y', '--no-install-recommends', ...packages]];
  return steps.every((step) => {
    const [command = 'apt-get', ...rest] = [...asRoot, 'apt-get', ...step];
    const run = spawnSync(command, rest, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    return run.status === 0;
  });
}
