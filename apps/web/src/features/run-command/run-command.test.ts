import { runOutput } from '@quarterdeck/shared/run-protocol';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FakeNetwork } from '../../api/fake-socket.ts';
import { wholeKinds } from '../../kinds/whole-kinds.ts';
import { CommandRunStore, type RunTarget } from './command-run-store.ts';
import { findPods, type RelationsOf, runTargets } from './find-pods.ts';
import { runKubectl } from './run-kubectl.ts';
import { RunOutput, showOutput } from './run-output.ts';
import { endWords, reportText, tally } from './run-report.ts';

const relationsOf: RelationsOf = ({ group, resource }) => wholeKinds.get(`${group}/${resource}`)?.relations ?? [];
const at = (pod: string, container = 'main', namespace = 'ns'): RunTarget => ({ namespace, pod, container });
const utf8 = (text: string) => new TextEncoder().encode(text);
const words = (key: string, values?: Record<string, unknown>) =>
  `${key}${values === undefined ? '' : JSON.stringify(values)}`;

function start(targets: readonly RunTarget[] = [at('web-0'), at('web-1')]) {
  const network = new FakeNetwork();
  const frames: (() => void)[] = [];
  let now = 0;
  const store = new CommandRunStore({
    cluster: 'a b',
    csrf: 'secret',
    command: ['env'],
    targets,
    timeoutSeconds: 60,
    open: network.open,
    now: () => now,
    frame: (run) => frames.push(run),
  });
  network.last.events.open();
  return {
    store,
    socket: network.last,
    wait: (ms: number) => {
      now += ms;
    },
    draw: () => {
      for (const run of frames.splice(0)) run();
      return store.getSnapshot();
    },
  };
}

describe('a run', () => {
  it('sends argv as it is, keeps each container and stream apart, and acknowledges what is drawn', () => {
    const { store, socket, draw, wait } = start();
    expect(socket.path).toBe('/api/clusters/a%20b/run');
    expect(socket.frames).toEqual([
      { type: 'open', csrf: 'secret', command: ['env'], targets: [at('web-0'), at('web-1')], timeoutSeconds: 60 },
    ]);
    socket.say({ type: 'started', target: 1 });
    socket.events.binary(runOutput(1, 'stdout', utf8('世').subarray(0, 2)));
    socket.events.binary(runOutput(1, 'stderr', utf8('warn')));
    socket.events.binary(runOutput(1, 'stdout', utf8('世').subarray(2)));
    const [first, second] = draw().results;
    expect(first).toMatchObject({ state: 'waiting' });
    expect(second).toMatchObject({ state: 'running' });
    expect(second?.stdout.text).toBe('世');
    expect(second?.stderr.text).toBe('warn');
    expect(socket.frames.at(-1)).toEqual({ type: 'ack', bytes: 7 });
    wait(1500);
    socket.say({ type: 'ended', target: 1, code: 3 });
    socket.say({ type: 'failed', target: 0, problem: { code: 'qd.run.timeout', status: 504, title: 'late' } });
    socket.say({ type: 'end' });
    const over = draw();
    expect(over.isOver).toBe(true);
    expect(over.results[1]).toMatchObject({ state: 'ended', code: 3, milliseconds: 1500 });
    store.stop();
    expect(socket.frames.at(-1)).toMatchObject({ type: 'ack' });
  });

  it('a cut connection ends what was open, and runs nothing twice', () => {
    const { socket, draw } = start();
    socket.say({ type: 'started', target: 0 });
    socket.say({ type: 'ended', target: 0, code: 0 });
    socket.say({ type: 'started', target: 1 });
    socket.events.closed(1006);
    const { isOver, results } = draw();
    expect(isOver).toBe(true);
    expect(results[0]).toMatchObject({ state: 'ended' });
    expect(results[1]).toMatchObject({ state: 'failed', problem: { code: 'qd.run.lost' } });
  });

  it('stops one or all, and what is hostile breaks nothing', () => {
    const { store, socket, draw } = start();
    store.stop(1);
    store.stop();
    expect(socket.frames.slice(-2)).toEqual([{ type: 'stop', target: 1 }, { type: 'stop' }]);
    socket.events.text('{');
    socket.say({ type: 'ended', target: 99, code: 0 });
    socket.events.binary(new Uint8Array([0]));
    socket.events.binary(runOutput(500, 'stdout', utf8('x')));
    socket.say({ type: 'problem', problem: { code: 'qd.request.invalid', status: 400, title: 'no' } });
    expect(draw().results.map(({ state }) => state)).toEqual(['failed', 'failed']);
    store.close();
    expect(socket.closedByClient).toBe(true);
  });
});

describe('output', () => {
  it('is text or not', () => {
    const output = new RunOutput();
    expect(output.isBinary).toBe(false);
    output.add(new Uint8Array([0xff, 0x41]));
    expect(output.text).toBe('\ufffdA');
    expect(output.isBinary).toBe(false);
    output.add(new Uint8Array([0]));
    expect(output.isBinary).toBe(true);
    expect(output.chunks.map(({ length }) => length)).toEqual([2, 1]);
  });

  it('is shown without the signs of a terminal, by a filter, and not for ever', () => {
    const esc = String.fromCharCode(27);
    const hostile = `${esc}[31mred${esc}[0m ${esc}]0;title\u0007${esc}]52;c;YWJj${esc}\\end\r\nline two\n`;
    expect(showOutput(hostile, '')).toEqual({ text: 'red end\nline two\n', hidden: 0, cut: 0 });
    expect(showOutput(hostile, ' TWO ')).toEqual({ text: 'line two', hidden: 1, cut: 0 });
    expect(showOutput('x'.repeat(200_010), '')).toMatchObject({ cut: 10 });
  });

  it('is told in a report', () => {
    const stdout = new RunOutput();
    stdout.add(utf8('a\n'));
    const result = { target: at('web-0'), state: 'ended', code: 0, stdout, stderr: new RunOutput() } as const;
    const failed = { ...result, state: 'failed', code: null, stdout: new RunOutput() } as const;
    expect(endWords(result, words)).toBe('code.plain{"code":0}');
    expect(endWords({ ...result, code: 127 }, words)).toBe('code.127{"code":127}');
    expect(endWords({ ...result, code: null }, words)).toBe('code.unknown');
    expect(endWords(failed, words)).toBe('state.failed');
    expect(reportText('echo a', [result], words)).toBe(
      '$ echo a\n\n## ns/web-0 (main): code.plain{"code":0}\n# stdout\na\n',
    );
    expect(tally([result, { ...result, code: 1 }, failed])).toEqual({ done: 3, good: 1, bad: 2, outputs: 1 });
  });
});

it('kubectl does the same (TUT-44)', () => {
  const argv = ['sh', '-c', 'echo "$(hostname)"'];
  expect(runKubectl([at('web-0')], argv)).toBe(`kubectl exec -n ns web-0 -c main -- sh -c 'echo "$(hostname)"'`);
  expect(runKubectl([at('web-0'), at('web-1')], argv)).toBe(
    `for pod in web-0 web-1; do kubectl exec -n ns "$pod" -c main -- sh -c 'echo "$(hostname)"'; done`,
  );
  expect(runKubectl([at('a'), at('b', 'other')], ['id']).split('\n')).toHaveLength(2);
});

describe('the pods that are meant', () => {
  afterEach(() => vi.unstubAllGlobals());
  const pod = (name: string, more: object = {}) => ({
    metadata: { name, namespace: 'ns', uid: name, labels: { app: 'web' } },
    spec: { containers: [{ name: 'main' }, { name: 'side' }], initContainers: [{ name: 'init' }] },
    status: { containerStatuses: [{ name: 'main', state: { running: {} } }] },
    ...more,
  });
  const ref = (name: string, group = '', resource = 'pods') => ({
    cluster: 'c',
    namespace: 'ns',
    name,
    resource: { group, version: 'v1', resource },
  });
  const serve = (answers: Readonly<Record<string, unknown>>) => {
    vi.stubGlobal('fetch', async (path: string) => {
      const found = Object.entries(answers).find(([end]) => path.endsWith(end))?.[1];
      if (found instanceof Response) return found;
      if (found !== undefined) return Response.json(found);
      return Response.json({ kind: 'Status', code: 404, reason: 'NotFound', message: 'no' }, { status: 404 });
    });
  };

  it('are those that are named, without those that are gone', async () => {
    serve({ '/pods/web-10': pod('web-10'), '/pods/web-2': pod('web-2') });
    const { pods, gone } = await findPods('c', [ref('web-10'), ref('web-2'), ref('web-3')], relationsOf);
    expect(pods.map(({ name }) => name)).toEqual(['web-2', 'web-10']);
    expect(gone).toBe(1);
    expect(pods[0]).toMatchObject({ containers: ['main', 'side'], main: 'main', isRunning: true });
  });

  it('or those that a workload or a Service selects', async () => {
    const other = pod('db-0', { metadata: { name: 'db-0', namespace: 'ns', uid: 'd', labels: { app: 'db' } } });
    serve({
      '/deployments/web': { metadata: {}, spec: { selector: { matchLabels: { app: 'web' } } } },
      '/services/db': { metadata: {}, spec: { selector: { app: 'db' } } },
      '/pods?limit=2000': { items: [pod('web-1'), other] },
    });
    const names = async (given: ReturnType<typeof ref>) =>
      (await findPods('c', [given], () => [])).pods.map(({ name }) => name);
    expect(await names(ref('web', 'apps', 'deployments'))).toEqual(['web-1']);
    expect(await names(ref('db', '', 'services'))).toEqual(['db-0']);
  });

  it('T5.2-03: a workload’s own alone, where another has the same selector; a Service’s all', async () => {
    const owned = (name: string, kind: string, owner: string) => ({
      name,
      namespace: 'ns',
      uid: name,
      labels: { app: 'redis' },
      ownerReferences: [{ apiVersion: 'apps/v1', kind, name: owner, uid: owner, controller: true }],
    });
    const ownedPod = (name: string, kind: string, owner: string) => pod(name, { metadata: owned(name, kind, owner) });
    const selecting = (uid: string, selector: object) => ({
      metadata: { name: uid, namespace: 'ns', uid },
      spec: { selector },
    });
    const answers = {
      '/deployments/leader': selecting('leader', { matchLabels: { app: 'redis' } }),
      '/statefulsets/db': selecting('db', { matchLabels: { app: 'redis' } }),
      '/services/redis': selecting('redis', { app: 'redis' }),
      '/pods?limit=2000': {
        items: [
          ownedPod('leader-a1-x', 'ReplicaSet', 'leader-a1'),
          ownedPod('leader-a2-x', 'ReplicaSet', 'leader-a2'),
          ownedPod('follower-a1-x', 'ReplicaSet', 'follower-a1'),
          ownedPod('db-0', 'StatefulSet', 'db'),
          pod('stray', { metadata: { name: 'stray', namespace: 'ns', uid: 's', labels: { app: 'redis' } } }),
        ],
      },
    };
    const sets = {
      '/replicasets?limit=2000&labelSelector=app%3Dredis': {
        items: [
          { metadata: owned('leader-a1', 'Deployment', 'leader') },
          { metadata: owned('leader-a2', 'Deployment', 'leader') },
          { metadata: owned('follower-a1', 'Deployment', 'follower') },
        ],
      },
    };
    serve({ ...answers, ...sets });
    const names = async (given: ReturnType<typeof ref>) =>
      (await findPods('c', [given], relationsOf)).pods.map(({ name }) => name);
    expect(await names(ref('leader', 'apps', 'deployments'))).toEqual(['leader-a1-x', 'leader-a2-x']);
    expect(await names(ref('db', 'apps', 'statefulsets'))).toEqual(['db-0']);
    expect(await names(ref('redis', '', 'services'))).toHaveLength(5);
    // who may not see what stands between runs it where the selector says; the dialog names the pods
    const no = { kind: 'Status', code: 403, reason: 'Forbidden', message: 'no' };
    serve({ ...answers, '/replicasets?limit=2000&labelSelector=app%3Dredis': Response.json(no, { status: 403 }) });
    expect(await names(ref('leader', 'apps', 'deployments'))).toHaveLength(5);
  });

  it('each in the chosen container, or in its main one', () => {
    const pods = [
      { namespace: 'ns', name: 'a', containers: ['main', 'side'], main: 'main', isRunning: true },
      { namespace: 'ns', name: 'b', containers: ['app'], main: 'app', isRunning: true },
    ];
    expect(runTargets(pods, '')).toEqual([at('a'), at('b', 'app')]);
    expect(runTargets(pods, 'side')).toEqual([at('a', 'side')]);
  });
});
