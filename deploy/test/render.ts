import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'yaml';
import { buildKustomization } from '../../apps/web/src/features/apply/kustomize/build.ts';
import { findChartRenderer, findHelm } from '../../scripts/find-chart-renderer.ts';
import { findKubectls } from '../../scripts/find-kubectl.ts';
import { ROOT } from '../../scripts/run-step.ts';
import { type Manifest, readManifests } from './manifest.ts';

const DEPLOY = join(ROOT, 'deploy');
const CHART = join(DEPLOY, 'helm', 'quarterdeck');
/** kustomize's components came to kubectl with it. */
const COMPONENTS_SINCE = 21;
const say = (line: string) => void process.stderr.write(`${line}\n`);

/** One way to install it: an overlay of deploy/kustomize, and values of the chart under the same name. */
export interface Variant {
  readonly name: string;
  readonly namespace: string;
  /** what the cluster's `/version` would say */
  readonly kubeVersion: string;
}

const OLDEST = 'v1.20.2';
const TODAY = 'v1.34.0';

/** The base and every overlay. */
export function listVariants(): Variant[] {
  return ['base', ...readdirSync(join(DEPLOY, 'kustomize', 'overlays')).sort()].map((name) => ({
    name,
    namespace: name === 'in-cluster-test' ? 'quarterdeck-e2e' : 'quarterdeck',
    kubeVersion: name === 'in-cluster-test' || name === 'kubernetes-1.20' ? OLDEST : TODAY,
  }));
}

function run(program: string, args: readonly string[], input = ''): string {
  const done = spawnSync(program, args, { encoding: 'utf8', input });
  if (done.status !== 0) throw new Error(`${args.join(' ')}: ${done.error?.message ?? done.stderr}`);
  return done.stdout;
}

/** The newest kubectl at hand. */
export const newestKubectl = () => findKubectls(say).at(-1);

const folderOf = ({ name }: Variant): string =>
  join('deploy', 'kustomize', name === 'base' ? 'base' : join('overlays', name));

/** The files of deploy/kustomize by their path in the repository. */
export function kustomizeFiles(): Map<string, Uint8Array> {
  const below = readdirSync(join(DEPLOY, 'kustomize'), { recursive: true, withFileTypes: true });
  return new Map(
    below
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [relative(ROOT, file), readFileSync(file)]),
  );
}

/** What kustomize makes of a variant, as the apply panel builds it. */
export async function buildVariant(variant: Variant): Promise<Manifest[]> {
  const objects = await buildKustomization(kustomizeFiles(), folderOf(variant));
  return readManifests(objects.map((object) => JSON.stringify(object)).join('\n---\n'));
}

/** Who builds kustomizations here: the apply panel, and kubectl unless it is too old. */
export function kustomizers(): Map<string, (variant: Variant) => Promise<Manifest[]>> {
  const kubectl = newestKubectl();
  const all = new Map([['the apply panel', buildVariant]]);
  if (kubectl !== undefined && kubectl.minor >= COMPONENTS_SINCE)
    all.set('kubectl', async (variant) =>
      readManifests(run(kubectl.path, ['kustomize', join(ROOT, folderOf(variant))])),
    );
  return all;
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
      ({ namespace, kubeVersion }, values) => {
        const asked = { chart: CHART, release: 'quarterdeck', namespace, kubeVersion, values };
        const answer = JSON.parse(run(program, [], JSON.stringify(asked))) as { text?: string; fault?: string };
        if (answer.fault !== undefined) throw new Error(answer.fault);
        return readManifests(answer.text ?? '');
      },
    ],
  ]);
  const helm = findHelm();
  if (helm !== undefined)
    renderers.set('helm', ({ namespace, kubeVersion }, values) => {
      const where = ['--namespace', namespace, '--kube-version', kubeVersion];
      return readManifests(
        run(helm, ['template', 'quarterdeck', CHART, ...where, '--values', '-'], JSON.stringify(values)),
      );
    });
  return renderers;
}
