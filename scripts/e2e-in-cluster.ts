/**
 * `npx tsx scripts/e2e-in-cluster.ts`: the image, run as two replicas in the cluster of $KUBECONFIG, by deploy/'s own manifests, and the
 * browser tests of sign-in, lists, logs and shells against it through its Service. For the cluster that ../shared/real-cluster starts on
 * this machine: the image goes into its containerd, and its API server, which listens on loopback, is relayed to the pods' network.
 */
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type ApiObject, KubeApi, until } from '../e2e/fixtures/kube-api.ts';
import { Relay } from '../e2e/fixtures/relay.ts';
import { findChromium } from './find-chromium.ts';
import { findKubectls } from './find-kubectl.ts';
import { makeArchive } from './image.ts';
import { readPlaywrightReport, writeResults } from './results.ts';
import { ROOT } from './run-step.ts';

const SUITE = 'e2e-in-cluster';
const OVERLAY = join(ROOT, 'deploy/kustomize/overlays/in-cluster-test');
const NAMESPACE = 'quarterdeck-e2e';
const NAME = 'quarterdeck';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

function run(program: string, args: readonly string[], input?: string): void {
  const { status, error } = spawnSync(program, args, {
    input,
    stdio: [input ? 'pipe' : 'ignore', 'inherit', 'inherit'],
  });
  if (status !== 0)
    throw new Error(`${program} ${args.slice(0, 4).join(' ')} … failed${error ? `: ${error.message}` : ''}`);
}

/** Plays the specs, in a process beside this one, which goes on relaying. */
function play(args: readonly string[], env: NodeJS.ProcessEnv): Promise<boolean> {
  const playwright = join(ROOT, 'node_modules/@playwright/test/cli.js');
  const child = spawn(process.execPath, [playwright, 'test', '--config', 'e2e/playwright.config.ts', ...args], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  // whoever stops the suite stops the specs first, and what was put into the cluster goes as well
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill('SIGINT'));
  return new Promise((resolve) => child.once('exit', (code) => resolve(code === 0)));
}

/** The address by which pods reach this machine: that of the bridge, which is there once a pod has run. */
function bridgeAddress(): string | undefined {
  for (const [name, addresses] of Object.entries(networkInterfaces()))
    if (name.startsWith('cni')) return addresses?.find(({ family }) => family === 'IPv4')?.address;
  return undefined;
}

interface Endpoints extends ApiObject {
  readonly subsets?: readonly unknown[];
}

/** Lets pods reach the API server by its Service, as they do wherever it listens on more than loopback. Returns what takes it back. */
async function openApiServer(api: KubeApi): Promise<() => Promise<void>> {
  const there = await api.get('v1', 'endpoints', 'default', 'kubernetes').catch(() => undefined);
  if (((there as Endpoints | undefined)?.subsets ?? []).length > 0) return async () => {};
  const host = await until('the network of pods', async () => bridgeAddress());
  const relay = new Relay({ host: api.server.hostname, port: Number(api.server.port) }, host);
  const port = await relay.up();
  const close = async (): Promise<void> => {
    await api.delete('v1', 'endpoints', 'default', 'kubernetes');
    await relay.down();
  };
  await api.delete('v1', 'endpoints', 'default', 'kubernetes');
  const subsets = [{ addresses: [{ ip: host }], ports: [{ name: 'https', port }] }];
  const metadata = { name: 'kubernetes', namespace: 'default' };
  await api.create('endpoints', { apiVersion: 'v1', kind: 'Endpoints', metadata, subsets }).catch(async (fault) => {
    await close();
    throw fault;
  });
  return close;
}

interface Deployed extends ApiObject {
  readonly spec: {
    readonly replicas: number;
    readonly template: {
      readonly spec: {
        readonly containers: { readonly image: string; readonly env: { name: string; value?: string }[] }[];
      };
    };
  };
  readonly status?: { readonly readyReplicas?: number };
}

const deployed = (api: KubeApi) => api.get('apps/v1', 'deployments', NAMESPACE, NAME) as Promise<Deployed>;

async function main(kubeconfig: string): Promise<boolean> {
  const shared = process.env['REAL_CLUSTER'] ?? join(ROOT, '../shared/real-cluster');
  const socket = process.env['CONTAINERD_ADDRESS'] ?? join(dirname(kubeconfig), 'containerd/containerd.sock');
  if (!existsSync(socket))
    throw new Error(`no containerd at ${socket} (CONTAINERD_ADDRESS): images are loaded into it`);
  const chromium = findChromium(say);
  const kubectl = findKubectls(say).at(-1)?.path ?? 'kubectl';
  const folder = mkdtempSync(join(tmpdir(), 'quarterdeck-in-cluster-'));
  const api = new KubeApi(kubeconfig);
  const cleanUp: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  try {
    const archive = join(folder, 'image.tar');
    const image = await makeArchive(archive, join(shared, 'mkimage'));
    const images = ['--address', socket, '--namespace', 'k8s.io', 'images'];
    run('ctr', [...images, 'import', archive]);
    cleanUp.push(() => run('ctr', [...images, 'rm', image]));

    // an earlier run's may still be going
    await until(
      'the namespace to be free',
      async () =>
        ((await api.request('GET', `/api/v1/namespaces/${NAMESPACE}`, { allow: [404] })) as { kind: string }).kind ===
          'Status' || undefined,
    );
    // what the overlay leaves to whoever installs it
    run(kubectl, ['--kubeconfig', kubeconfig, 'create', 'namespace', NAMESPACE, '--save-config']);
    cleanUp.push(() => api.delete('v1', 'namespaces', undefined, NAMESPACE));
    await api.create('secrets', {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'quarterdeck-session-key', namespace: NAMESPACE },
      stringData: { key: randomBytes(32).toString('base64') },
    });
    run(kubectl, ['--kubeconfig', kubeconfig, 'apply', '-k', OVERLAY]);
    cleanUp.push(await openApiServer(api));
    const { spec } = await deployed(api);
    const [container] = spec.template.spec.containers;
    if (!image.endsWith(`/${container?.image}`)) throw new Error(`the overlay runs ${container?.image}, not ${image}`);
    const url = container?.env.find(({ name }) => name === 'QUARTERDECK_PUBLIC_URL')?.value;
    if (!url) throw new Error('the overlay says no public address');
    await until(
      'the replicas',
      async () => (await deployed(api)).status?.readyReplicas === spec.replicas || undefined,
      90_000,
    );
    say(`${spec.replicas} replicas of ${image} serve ${url}`);

    const report = join(ROOT, '.cache', `${SUITE}.json`);
    mkdirSync(join(ROOT, '.cache'), { recursive: true });
    rmSync(report, { force: true });
    const passed = await play(process.argv.slice(2), {
      CHROMIUM_PATH: chromium,
      // to kill a replica's process, without a word to it
      CONTAINERD_ADDRESS: socket,
      E2E_TARGET: 'cluster',
      E2E_URL: url,
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    });
    const results = readPlaywrightReport(report);
    if (!passed) run(kubectl, ['--kubeconfig', kubeconfig, '--namespace', NAMESPACE, 'get', 'pods,events']);
    writeResults(SUITE, passed || results.failed > 0 ? results : { ...results, failed: 1 });
    return passed && results.failed === 0;
  } finally {
    for (const step of cleanUp.reverse()) await step();
  }
}

writeResults(SUITE, { passed: 0, failed: 1 });
const kubeconfig = process.env['KUBECONFIG'];
if (!kubeconfig) {
  process.stderr.write('The suite needs KUBECONFIG: the kubeconfig of an admin of the cluster to install in.\n');
  process.exit(2);
}
try {
  process.exit((await main(kubeconfig)) ? 0 : 1);
} catch (fault) {
  process.stderr.write(`${fault instanceof Error ? fault.message : fault}\n`);
  process.exit(1);
}
