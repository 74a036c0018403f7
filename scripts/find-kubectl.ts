import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, realpathSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { installDebian } from './install-debian.ts';
import { ROOT } from './run-step.ts';

export interface KubectlProgram {
  readonly path: string;
  /** e.g. "v1.32.4" */
  readonly version: string;
  /** 32 of v1.32.4 */
  readonly minor: number;
}

type Say = (line: string) => void;

/** Before this minor kubectl reads OpenAPI v2 as protobuf and speaks SPDY: what Debian has long shipped. */
const MODERN = 24;
const PACKAGE = 'kubernetes-client';
const CACHE = join(ROOT, '.cache', 'kubectl-debian');

/**
 * The kubectls to drive, oldest first: those of $KUBECTL_PATH (separated by ":"), else the one of $PATH together with
 * Debian's older one. Throws with what to do where none can be had: a conformance run is never skipped silently.
 */
export function findKubectls(say: Say): KubectlProgram[] {
  const named = process.env['KUBECTL_PATH'];
  if (named) return sorted(named.split(delimiter).filter(Boolean).map(identify));
  const first = onPath() ?? install(say);
  if (!first)
    throw new Error(`Conformance needs kubectl: install it (Debian: apt-get install ${PACKAGE}) or set KUBECTL_PATH.`);
  const main = identify(undispatched(first));
  if (main.minor < MODERN) return [main];
  const old = cachedDebian() ?? download(say);
  if (!old)
    throw new Error(
      `kubectl ${main.version} is here, but the suite also drives Debian's older one: fetch it (apt-get download ${PACKAGE}, ` +
        `dpkg -x) and name both, as KUBECTL_PATH=${main.path}${delimiter}<the other>.`,
    );
  const other = identify(old);
  return other.minor === main.minor ? [main] : sorted([main, other]);
}

const sorted = (programs: KubectlProgram[]): KubectlProgram[] => programs.sort((a, b) => a.minor - b.minor);

function onPath(): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'kubectl'))
    .find((file) => existsSync(file));
}

function identify(path: string): KubectlProgram {
  const run = spawnSync(path, ['version', '--client', '-o', 'json'], { encoding: 'utf8' });
  const version = /"gitVersion":\s*"(v1\.(\d+)[^"]*)"/.exec(run.stdout ?? '');
  if (!version?.[1]) throw new Error(`${path} is not a kubectl that runs here: ${run.stderr || run.error?.message}`);
  return { path, version: version[1], minor: Number(version[2]) };
}

/** Google's SDK installs a dispatcher that runs another kubectl for each server; we want one version everywhere. */
function undispatched(path: string): string {
  const { version, minor } = identify(path);
  if (!version.includes('dispatcher')) return path;
  const folder = dirname(realpathSync(path));
  const sibling = readdirSync(folder).find((file) => file === `${basename(path)}.1.${minor}`);
  return sibling ? join(folder, sibling) : path;
}

function apt(args: readonly string[], cwd: string): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const [command = 'apt-get', ...rest] = ['apt-get', ...args];
  return spawnSync(command, rest, { cwd, stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0;
}

function install(say: Say): string | undefined {
  return installDebian(PACKAGE, say) ? onPath() : undefined;
}

function cachedDebian(): string | undefined {
  const file = join(CACHE, 'usr', 'bin', 'kubectl');
  return existsSync(file) ? file : undefined;
}

function download(say: Say): string | undefined {
  if (!existsSync('/usr/bin/apt-get')) return undefined;
  say(`fetching Debian's older kubectl (package "${PACKAGE}") into ${CACHE} …`);
  mkdirSync(CACHE, { recursive: true });
  if (!apt(['download', PACKAGE], CACHE) && apt(['update'], CACHE)) apt(['download', PACKAGE], CACHE);
  const archive = readdirSync(CACHE).find((file) => file.endsWith('.deb'));
  if (archive) spawnSync('/usr/bin/dpkg', ['-x', archive, '.'], { cwd: CACHE, stdio: ['ignore', 'ignore', 'inherit'] });
  return cachedDebian();
}
