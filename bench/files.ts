import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { KubeApi, until } from '../e2e/fixtures/kube-api.ts';
import { findKubectls } from '../scripts/find-kubectl.ts';
import { closeAccount, NAMESPACE, openAccount } from './account.ts';
import { type BenchResult, median, round } from './result.ts';
import { buildForBench, ROUNDS, say } from './settings.ts';
import { startBff } from './start-product.ts';

const MB = 100;
const POD = 'files';
const GOAL = '>= 0.5 x kubectl cp';
const run = promisify(execFile);

/** bench/files: 100 MB up into a container and down again, through the product and by kubectl cp, on the cluster of $KUBECONFIG. */
export async function benchFiles(): Promise<BenchResult[]> {
  const kubeconfig = process.env['KUBECONFIG'];
  if (!kubeconfig) {
    say('files: skipped, as it is measured against kubectl cp on a real cluster (KUBECONFIG)');
    return [];
  }
  await buildForBench();
  const api = new KubeApi(kubeconfig);
  const token = await openAccount(api);
  const bff = await startBff(kubeconfig);
  const folder = mkdtempSync(join(tmpdir(), 'quarterdeck-bench-'));
  try {
    await openPod(api);
    return await measure({ url: bff.url, port: bff.port, cluster: api.context, kubeconfig, token, folder });
  } finally {
    rmSync(folder, { recursive: true });
    await bff.stop();
    await closeAccount(api);
  }
}

interface Place {
  readonly url: string;
  readonly port: number;
  readonly cluster: string;
  readonly kubeconfig: string;
  readonly token: string;
  readonly folder: string;
}

async function openPod(api: KubeApi): Promise<void> {
  const image = { image: 'debian:12', imagePullPolicy: 'IfNotPresent', command: ['sleep', '100000'] };
  await api.create('pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: POD, namespace: NAMESPACE },
    spec: { terminationGracePeriodSeconds: 0, containers: [{ name: 'main', ...image }] },
  });
  await until('the pod', async () => {
    const { status } = await api.get('v1', 'pods', NAMESPACE, POD);
    return (status as { phase?: string }).phase === 'Running' ? true : undefined;
  });
}

async function measure(place: Place): Promise<BenchResult[]> {
  const local = join(place.folder, 'local.bin');
  const bytes = randomBytes(MB * 1024 * 1024);
  writeFileSync(local, bytes);
  const cookie = await signIn(place);
  const kubectl = findKubectls(say).at(-1)?.path ?? 'kubectl';
  const copy = (from: string, to: string) =>
    run(kubectl, ['cp', '--kubeconfig', place.kubeconfig, '-n', NAMESPACE, '-c', 'main', from, to]);
  const times = { up: [] as number[], down: [] as number[], cpUp: [] as number[], cpDown: [] as number[] };
  // by turns, so that what else the machine does falls on both
  for (let round_ = 0; round_ < ROUNDS; round_ += 1) {
    times.up.push(await timed(() => upload(place, cookie, local, '/tmp/ours.bin')));
    times.cpUp.push(await timed(() => copy(local, `${POD}:/tmp/theirs.bin`)));
    const back = join(place.folder, 'back.bin');
    const ours = join(place.folder, 'ours.bin');
    times.down.push(await timed(() => download(place, cookie, '/tmp/ours.bin', ours)));
    times.cpDown.push(await timed(() => copy(`${POD}:/tmp/ours.bin`, back)));
    for (const file of [ours, back])
      if (!readFileSync(file).equals(bytes)) throw new Error('what came back is not what went up');
  }
  const rate = (ms: readonly number[]) => (MB * 1000) / median(ms);
  const row = (name: string, ours: readonly number[], theirs: readonly number[]): BenchResult[] => {
    const ratio = rate(ours) / rate(theirs);
    return [
      { target: '', name: `${name} of ${MB} MB, kubectl cp`, value: round(rate(theirs)), unit: 'MB/s', goal: '' },
      { target: '', name: `${name} of ${MB} MB`, value: round(rate(ours)), unit: 'MB/s', goal: '' },
      { target: '', name: `${name} ÷ kubectl cp`, value: round(ratio, 2), unit: 'x', goal: GOAL, ok: ratio >= 0.5 },
    ];
  };
  return [...row('upload', times.up, times.cpUp), ...row('download', times.down, times.cpDown)];
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

const own = (url: string) => ({ origin: url, 'sec-fetch-site': 'same-origin', 'x-quarterdeck': '1' });

async function signIn({ url, cluster, token }: Place): Promise<string> {
  const response = await fetch(`${url}/api/clusters/${encodeURIComponent(cluster)}/session`, {
    method: 'POST',
    body: JSON.stringify({ token }),
    headers: { ...own(url), 'content-type': 'application/json' },
  });
  if (!response.ok) throw new Error(`sign-in: ${response.status} ${await response.text()}`);
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ');
}

const address = ({ cluster }: Place, what: string, path: string) =>
  `/api/clusters/${encodeURIComponent(cluster)}/files/${NAMESPACE}/${POD}/main/${what}?${new URLSearchParams({ path })}`;

function upload(place: Place, cookie: string, local: string, path: string): Promise<void> {
  const headers = {
    ...own(place.url),
    cookie,
    'content-type': 'application/octet-stream',
    'content-length': MB * 1024 * 1024,
  };
  return new Promise((resolve, reject) => {
    const target = `${address(place, 'upload', path)}&overwrite=1`;
    const host = new URL(place.url).hostname;
    const options = { host, port: place.port, method: 'PUT', path: target, headers };
    const request = httpRequest(options, (response) => {
      response.resume().on('end', () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`upload: ${response.statusCode}`));
      });
    });
    request.on('error', reject);
    createReadStream(local, { highWaterMark: 256 * 1024 }).pipe(request);
  });
}

function download(place: Place, cookie: string, path: string, into: string): Promise<void> {
  const { hostname: host } = new URL(place.url);
  const options = {
    host,
    port: place.port,
    path: address(place, 'file', path),
    headers: { ...own(place.url), cookie },
  };
  return new Promise((resolve, reject) => {
    const request = httpRequest(options, (response) => {
      if (response.statusCode !== 200) reject(new Error(`download: ${response.statusCode}`));
      pipeline(response, createWriteStream(into)).then(resolve, reject);
    });
    request.on('error', reject).end();
  });
}
