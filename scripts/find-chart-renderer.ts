import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installDebian } from './install-debian.ts';
import { ROOT } from './run-step.ts';

const SOURCE = join(ROOT, 'deploy', 'test', 'helm', 'main.go');
const CACHE = join(ROOT, '.cache', 'go');
/** What Debian calls the libraries that Helm renders with, and where it puts them. */
const LIBRARIES = '/usr/share/gocode';
const PACKAGES = [
  ['golang-github-masterminds-sprig-dev', 'github.com/Masterminds/sprig'],
  ['golang-github-xeipuuv-gojsonschema-dev', 'github.com/xeipuuv/gojsonschema'],
  ['golang-k8s-sigs-yaml-dev', 'sigs.k8s.io/yaml'],
] as const;

function onPath(program: string): string | undefined {
  return [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin']
    .map((folder) => join(folder, program))
    .find((file) => existsSync(file));
}

/** Helm itself, on machines that have it. */
export const findHelm = (): string | undefined => onPath('helm');

/**
 * Builds the program that renders the chart with the libraries of Helm's engine (deploy/test/helm), with Debian's Go and packages.
 * Throws with what to do where it cannot be had.
 */
export function findChartRenderer(say: (line: string) => void): string {
  const missing: string[] = PACKAGES.filter(([, folder]) => !existsSync(join(LIBRARIES, 'src', folder))).map(
    ([name]) => name,
  );
  if (onPath('go') === undefined) missing.push('golang-go');
  if (missing.length > 0) installDebian(missing, say);
  const go = onPath('go');
  const program = join(CACHE, 'render-chart');
  mkdirSync(CACHE, { recursive: true });
  const build =
    go !== undefined &&
    spawnSync(go, ['build', '-o', program, SOURCE], {
      encoding: 'utf8',
      // nothing is fetched, and nothing of the person's own Go is used
      env: {
        PATH: process.env['PATH'],
        HOME: CACHE,
        GOENV: 'off',
        GO111MODULE: 'off',
        GOPATH: LIBRARIES,
        GOCACHE: join(CACHE, 'build'),
        CGO_ENABLED: '0',
      },
    });
  if (build && build.status === 0) return program;
  const packages = ['golang-go', ...PACKAGES.map(([name]) => name)].join(' ');
  throw new Error(
    `The tests of the Helm chart need Go and libraries (Debian: apt-get install ${packages}). ${build ? build.stderr : ''}`,
  );
}
