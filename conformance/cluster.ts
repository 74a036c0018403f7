import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { startProgram } from '../scripts/child-program.ts';
import { findKubectls } from '../scripts/find-kubectl.ts';
import { ROOT } from '../scripts/run-step.ts';
import { Kubectl } from './kubectl.ts';

export type Target = 'demo' | 'cluster';

interface Kubeconfig {
  readonly 'current-context': string;
  readonly contexts: readonly { readonly name: string; readonly context: Record<string, string> }[];
}

/** A place of its own for one test: a namespace, an empty folder, and a kubeconfig whose context points there. */
export interface Place {
  readonly namespace: string;
  readonly folder: string;
  /** runs in the folder, against the namespace */
  readonly kubectl: Kubectl;
  /** Removes the namespace and the folder; the deletion is not waited for. */
  leave(): Promise<void>;
}

/** The cluster under test and the kubectls to drive it with, oldest first. */
export interface Cluster {
  readonly target: Target;
  /** an admin's */
  readonly kubeconfig: string;
  /** the server's minor version: 34 of v1.34.0 */
  readonly minor: number;
  /** names of the nodes at the start */
  readonly nodes: readonly string[];
  readonly kubectls: readonly Kubectl[];
  /** @param name starts the namespace's name: qd-<name>-<random> */
  place(kubectl: Kubectl, name: string): Promise<Place>;
  close(): Promise<void>;
}

/** Starts a demo cluster in a process of its own, or takes the cluster of $KUBECONFIG. */
export async function openCluster(target: Target, say: (line: string) => void): Promise<Cluster> {
  const programs = findKubectls(say);
  const folder = join(ROOT, '.cache', `conformance-${target}-${process.pid}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const kubeconfig = target === 'demo' ? join(folder, 'kubeconfig') : (process.env['KUBECONFIG'] ?? '');
  const program = target === 'demo' ? await startDemo(kubeconfig) : undefined;
  const kubectls = programs.map(({ path, version, minor }) => {
    const bin = join(folder, `bin-1.${minor}`);
    const home = join(folder, `home-1.${minor}`);
    mkdirSync(bin);
    mkdirSync(home);
    symlinkSync(path, join(bin, 'kubectl'));
    return new Kubectl({ version, minor, bin, home, kubeconfig, cwd: folder, namespace: 'default' });
  });
  const [any] = kubectls;
  if (!any) throw new Error('no kubectl to drive');
  const answer = await any.run(['get', '--raw', '/version']);
  const minor = Number(/"minor":\s*"(\d+)/.exec(answer.stdout)?.[1]);
  if (!minor) throw new Error(`the cluster does not answer: ${answer.stderr}`);
  const nodes = await any.run(['get', 'nodes', '-o', 'jsonpath={.items[*].metadata.name}']);
  return {
    target,
    kubeconfig,
    minor,
    nodes: nodes.stdout.split(' ').filter(Boolean),
    kubectls,
    place: (kubectl, name) => makePlace(kubectl, name, folder),
    close: async () => {
      await program?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startDemo(kubeconfig: string) {
  const main = join(ROOT, 'packages/demo-cluster/src/main.ts');
  const program = startProgram(['--import', 'tsx', main, '--kubeconfig', kubeconfig], {
    ready: /is listening on/,
    env: { ...process.env, DEMO_FAULTS: '1' },
    onLine: (line) => {
      // anything beyond the first line is a fault of the demo's own
      if (!line.includes('is listening on')) process.stderr.write(`demo cluster: ${line}\n`);
    },
  });
  await program.ready;
  return program;
}

async function makePlace(kubectl: Kubectl, name: string, parent: string): Promise<Place> {
  const random = Math.random().toString(36).slice(2, 7).padEnd(5, '0');
  const namespace = `qd-${name}-${random}`;
  const folder = join(parent, namespace);
  mkdirSync(folder);
  const config = parse(readFileSync(kubectl.kubeconfig, 'utf8')) as Kubeconfig;
  const contexts = config.contexts.map((entry) =>
    entry.name === config['current-context'] ? { ...entry, context: { ...entry.context, namespace } } : entry,
  );
  // beside the folder, so that "apply -f ." never reads it
  const kubeconfig = `${folder}.kubeconfig`;
  writeFileSync(kubeconfig, stringify({ ...config, contexts }), { mode: 0o600 });
  const there = kubectl.at({ cwd: folder, kubeconfig, namespace });
  const made = await there.run(['create', 'namespace', namespace]);
  if (made.code !== 0) throw new Error(`no namespace for ${name}: ${made.stderr}`);
  // pods are refused until the namespace has its account
  const account = ['get', 'serviceaccount', 'default', '-o', 'name'];
  await there.until(account, ({ code }) => code === 0);
  return {
    namespace,
    folder,
    kubectl: there,
    leave: async () => {
      const gone = await kubectl.run(['delete', 'namespace', namespace, '--wait=false', '--ignore-not-found']);
      if (gone.code !== 0) process.stderr.write(`namespace ${namespace} stays: ${gone.stderr}`);
      rmSync(folder, { recursive: true, force: true });
      rmSync(kubeconfig, { force: true });
    },
  };
}
