import { posix } from 'node:path';
import type { ImageProfile } from './image-table.ts';

const USERLAND = new Set(
  (
    'sh ls cat cp mv rm mkdir rmdir touch ln chmod stat tree find grep egrep fgrep sed awk cut sort uniq wc head tail tac tr tee xargs ' +
    'echo printf pwd env printenv date sleep seq true false test [ yes basename dirname readlink du df free ps kill id whoami hostname uname ' +
    'nproc uptime base64 md5sum sha1sum sha256sum od nl rev split join paste comm diff expr which clear tty stty tput tar gzip gunzip zcat ' +
    'timeout nslookup top watch file column fold expand unexpand strings time nice nohup getent dd sync mount df sysctl sha512sum xxd hexdump ' +
    'chroot nsenter chown chgrp mktemp realpath ln mkfifo mknod logger jobs nproc'
  ).split(' '),
);
const ALPINE_ONLY = new Set(['ash', 'vi', 'wget', 'nc', 'apk', 'ping', 'ip', 'ifconfig', 'netstat', 'telnet']);
const DEBIAN_ONLY = new Set(['bash', 'dash', 'apt-get', 'apt', 'dpkg', 'perl', 'curl']);

/** Why a command cannot be started in an image, in runc's words; undefined when it can. */
export function executableFault(argv0: string, profile: ImageProfile, isEntryPoint: boolean): string | undefined {
  if (argv0 === '') return 'exec: "": executable file not found in $PATH';
  const name = posix.basename(argv0);
  if (isEntryPoint && (argv0 === profile.command[0] || argv0.startsWith('-'))) return undefined;
  const isShell = /^(?:sh|bash|ash|dash|zsh|ksh)$/.test(name);
  const runsAnything = profile.program === 'component' || profile.program === 'idle' || profile.program === 'pause';
  if (isEntryPoint && runsAnything && profile.distribution === 'none' && !isShell) return undefined;
  if (exists(name, argv0, profile)) return undefined;
  if (!argv0.includes('/')) return `exec: ${JSON.stringify(argv0)}: executable file not found in $PATH`;
  return `exec: ${JSON.stringify(argv0)}: stat ${argv0}: no such file or directory`;
}

/** Where the userland of a distribution is. */
const BIN: Readonly<Record<string, string>> = {
  busybox: '/bin',
  alpine: '/bin',
  debian: '/usr/bin',
  ubuntu: '/usr/bin',
};

/** The paths of an image's executables. */
export function executablePaths({ distribution, tools }: ImageProfile): string[] {
  const directory = BIN[distribution];
  if (directory === undefined) return [];
  const isSmall = distribution === 'busybox' || distribution === 'alpine';
  const names = new Set([...USERLAND, ...tools, ...(isSmall ? ALPINE_ONLY : DEBIAN_ONLY)]);
  if (distribution !== 'alpine') names.delete('apk');
  if (!tools.includes('curl')) names.delete('curl');
  return [...names].map((name) => `${directory}/${name}`);
}

function exists(name: string, argv0: string, profile: ImageProfile): boolean {
  if (argv0 === profile.command[0]) return true;
  if (argv0.includes('/') && !/^\/(?:usr\/)?(?:local\/)?s?bin\//.test(argv0)) return false;
  if (profile.tools.includes(name)) return true;
  switch (profile.distribution) {
    case 'none':
      return false;
    case 'busybox':
    case 'alpine':
      return USERLAND.has(name) || (ALPINE_ONLY.has(name) && (name !== 'apk' || profile.distribution === 'alpine'));
    default:
      return USERLAND.has(name) || (DEBIAN_ONLY.has(name) && name !== 'curl');
  }
}
