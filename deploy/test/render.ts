import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { findChartRenderer, findHelm } from '../../scripts/find-chart-renderer.ts';
import { findKubectls } from '../../scripts/find-kubectl.ts';
import { type Manifest, readManifests } from './manifest.ts';

const DEPLOY = join(import.meta.dirname, '..');
const CHART = join(DEPLOY, 'helm', 'quarterdeck');
const say = (line: string) => void process.stderr.write(`${line}\n`);

/** One way to install it: an overlay of deploy/kustomize, and values of the chart under the same name. */
export interface Variant {
  readonly name: string;
  readonly namespace: string;
  /** what `kubectl api-versions` would say of the policies */
  readonly apiVersions: readonly string[];
}

const OLDEST = ['policy/v1beta1'];
const TODAY = ['policy/v1'];

/** The base and every overlay. */
export function listVariants(): Variant[] {
  return ['base', ...readdirSync(join(DEPLOY, 'kustomize', 'overlays')).sort()].map((name) => ({
    name,
    namespace: name === 'in-cluster-test' ? 'quarterdeck-e2e' : 'quarterdeck',
    apiVersions: name === 'in-cluster-test' || name === 'kubernetes-1.20' ? OLDEST : TODAY,
  }));
}

/** Runs a program; what it wrote to standard output. Throws with what it wrote to standard error where it fails. */
function run(program: string, args: readonly string[], input = '', env: NodeJS.ProcessEnv = {}): string {
  const done = spawnSync(program, args, { encoding: 'utf8', input, env: { ...process.env, ...env } });
  if (done.status !== 0) throw new Error(`${args.join(' ')}: ${done.error?.message ?? done.stderr}`);
  return done.stdout;
}

let kubectl: string | undefined;

/** The newest kubectl at hand: kustomize's components came to it in 1.21. */
export function newestKubectl(): string {
  kubectl ??= findKubectls(say).at(-1)?.path ?? 'kubectl';
  return kubectl;
}

/** What `kubectl apply -k` would send. */
export const kustomize = (folder: string): string => run(newestKubectl(), ['kustomize', folder]);

export function renderKustomize({ name }: Variant): string {
  return kustomize(join(DEPLOY, 'kustomize', name === 'base' ? 'base' : join('overlays', name)));
}

type Values = Readonly<Record<string, unknown>>;

/** The values that stand beside the chart for this variant. */
export function valuesOf({ name }: Variant): Values {
  return name === 'base' ? {} : (parse(readFileSync(join(DEPLOY, 'helm', 'values', `${name}.yaml`), 'utf8')) as Values);
}

/** Renders the chart once. Throws with the first fault. */
export type ChartRenderer = (variant: Variant, values: Values) => Manifest[];

/** Our stand-in for Helm's engine, and Helm itself where this machine has it. */
export function chartRenderers(): Map<string, ChartRenderer> {
  const program = findChartRenderer(say);
  const renderers = new Map<string, ChartRenderer>([
    [
      'the libraries of Helm',
      ({ namespace, apiVersions }, values) => {
        const asked = { chart: CHART, release: 'quarterdeck', namespace, apiVersions, cases: { one: values } };
        const { one } = JSON.parse(run(program, [], JSON.stringify(asked))) as {
          one: { text?: string; fault?: string };
        };
        if (one.fault !== undefined) throw new Error(one.fault);
        return readManifests(one.text ?? '');
      },
    ],
  ]);
  const helm = findHelm();
  if (helm !== undefined)
    renderers.set('helm', ({ namespace, apiVersions }, values) => {
      const args = ['template', 'quarterdeck', CHART, '--namespace', namespace, '--values', '-'];
      const text = run(helm, args, JSON.stringify(values));
      // without a cluster Helm believes in the newest one, whatever it is told
      return readManifests(apiVersions === OLDEST ? text.replace('policy/v1\n', 'policy/v1beta1\n') : text);
    });
  return renderers;
}
