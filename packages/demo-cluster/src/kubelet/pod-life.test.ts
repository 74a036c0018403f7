import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KEYS, type Pod, type Volume } from '../controllers/kinds.ts';
import { conditionOf } from '../controllers/pod-state.ts';
import { podSpec, type TestCluster, testCluster } from '../controllers/test-cluster.ts';
import type { ExecIo, LogOptions } from '../runtime.ts';

let cluster: TestCluster;
beforeEach(() => {
  cluster = testCluster();
});
afterEach(() => cluster.stop());

const pod = (name = 'p') => cluster.get<Pod>('Pod', name) as Pod;
const status = (name = 'p') => pod(name).status?.containerStatuses?.[0];
const shell = (script: string, spec: object = {}) => podSpec('busybox:1.36', { command: ['sh', '-c', script] }, spec);
const options: LogOptions = {
  container: 'c',
  previous: false,
  follow: false,
  tailLines: undefined,
  sinceMs: undefined,
};

async function logs(more: Partial<LogOptions> = {}, name = 'p'): Promise<string[]> {
  const lines: string[] = [];
  for await (const { text } of cluster.runtime.logs(pod(name), { ...options, ...more }, new AbortController().signal))
    lines.push(text);
  return lines;
}

describe('a pod', () => {
  it('goes from Pending over ContainerCreating to Running and Ready, with the real events', async () => {
    cluster.add('Pod', 'p', { spec: podSpec('nginx:1.27') });
    expect(pod().status?.phase).toBe('Pending');
    await cluster.advance(100);
    expect(status()?.state).toEqual({ waiting: { reason: 'ContainerCreating' } });
    await cluster.advance(5000);
    expect(pod().status).toMatchObject({
      phase: 'Running',
      qosClass: 'BestEffort',
      podIP: expect.stringMatching(/^10\.244\./),
    });
    expect(conditionOf(pod().status?.conditions, 'Ready')?.status).toBe('True');
    expect(cluster.eventsOf('p').map((one) => one.split(' ')[0])).toEqual(
      expect.arrayContaining(['Scheduled', 'Pulling', 'Pulled', 'Created', 'Started']),
    );
  });

  it('runs init containers first, one after the other', async () => {
    const init = (name: string, script: string) => ({ name, image: 'busybox', command: ['sh', '-c', script] });
    cluster.add('Pod', 'p', {
      spec: podSpec('nginx:1.27', {}, { initContainers: [init('a', 'sleep 3'), init('b', 'sleep 3')] }),
    });
    await cluster.advance(4000);
    expect(status()?.state.waiting?.reason).toBe('PodInitializing');
    expect(conditionOf(pod().status?.conditions, 'Initialized')?.message).toBe(
      'containers with incomplete status: [a b]',
    );
    await cluster.advance(12_000);
    expect(pod().status?.initContainerStatuses?.map((one) => one.state.terminated?.reason)).toEqual([
      'Completed',
      'Completed',
    ]);
    expect(pod().status?.phase).toBe('Running');
  });

  it('backs off from a crash, 10 s, then 20 s, and keeps the last log', async () => {
    cluster.add('Pod', 'p', { spec: shell('echo boom >&2; exit 3') });
    const starts: number[] = [];
    cluster.store.onEvent(({ object }) => {
      const at = (object as Pod).status?.containerStatuses?.[0]?.state.running?.startedAt;
      if (at && object.metadata.name === 'p') starts.push(Date.parse(at));
    });
    await cluster.advance(60_000);
    const times = [...new Set(starts)];
    const gaps = times.slice(1).map((time, at) => Math.round((time - (times[at] ?? 0)) / 1000));
    // the first restart comes at once
    expect(gaps.filter((gap) => gap > 1)).toEqual([10, 20]);
    expect(status()).toMatchObject({
      restartCount: 3,
      state: {
        waiting: {
          reason: 'CrashLoopBackOff',
          message: expect.stringMatching(/^back-off 40s restarting failed container=c pod=p_t\(/),
        },
      },
      lastState: { terminated: { exitCode: 3, reason: 'Error' } },
    });
    expect(await logs()).toEqual(['boom']);
    expect(await logs({ previous: true })).toEqual(['boom']);
  });

  it.each([
    [
      'no such tag',
      'nginx:nosuch',
      'ImagePullBackOff',
      expect.stringMatching(/^Back-off pulling image "nginx:nosuch": ErrImagePull: .*not found$/),
    ],
    ['no image name', 'Nginx:::x', 'InvalidImageName', expect.stringContaining('repository name must be lowercase')],
  ])('waits for its image: %s', async (_title, image, reason, message) => {
    cluster.add('Pod', 'p', { spec: podSpec(image) });
    await cluster.advance(5000);
    expect(status()?.state.waiting).toEqual({ reason, message });
    await expect(logs()).rejects.toMatchObject({ code: 400, message: expect.stringContaining('is waiting to start') });
  });

  it('waits for a ConfigMap that it needs, and goes on when it comes', async () => {
    const env = [{ name: 'X', valueFrom: { configMapKeyRef: { name: 'late', key: 'x' } } }];
    cluster.add('Pod', 'p', {
      spec: podSpec('busybox', { command: ['sh', '-c', 'echo "x is $X"; sleep infinity'], env }),
    });
    await cluster.advance(5000);
    expect(status()?.state.waiting).toEqual({
      reason: 'CreateContainerConfigError',
      message: 'configmap "late" not found',
    });
    cluster.add('ConfigMap', 'late', { data: { x: '42' } });
    await cluster.advance(5000);
    expect(await logs()).toEqual(['x is 42']);
  });

  it('stays in ContainerCreating without its volume', async () => {
    cluster.add('Pod', 'p', {
      spec: podSpec('busybox', {}, { volumes: [{ name: 'v', secret: { secretName: 'gone' } }] }),
    });
    await cluster.advance(10_000);
    expect(status()?.state.waiting?.reason).toBe('ContainerCreating');
    expect(cluster.eventsOf('p')).toContain(
      'FailedMount MountVolume.SetUp failed for volume "v" : secret "gone" not found',
    );
  });

  it.each<readonly ['ConfigMap' | 'Secret', Omit<Volume, 'name'>, string]>([
    [
      'ConfigMap',
      { configMap: { name: 'half', items: [{ key: 'b', path: 'b' }] } },
      'configmap references non-existent config key: b',
    ],
    [
      'Secret',
      { secret: { secretName: 'half', items: [{ key: 'b', path: 'b' }] } },
      'references non-existent secret key: b',
    ],
  ])('stays in ContainerCreating without a key that its volume names: %s', async (kind, source, words) => {
    cluster.add(kind, 'half', { data: { a: 'QQ==' } });
    cluster.add('Pod', 'p', { spec: podSpec('busybox', {}, { volumes: [{ name: 'v', ...source }] }) });
    await cluster.advance(10_000);
    expect(status()?.state.waiting?.reason).toBe('ContainerCreating');
    expect(cluster.eventsOf('p')).toContain(`FailedMount MountVolume.SetUp failed for volume "v" : ${words}`);
  });

  it('is not ready while nothing listens, and is restarted when its liveness probe fails', async () => {
    const probes = {
      readinessProbe: { httpGet: { port: 81, path: '/' }, periodSeconds: 5 },
      livenessProbe: { tcpSocket: { port: 81 }, periodSeconds: 5, failureThreshold: 2 },
    };
    cluster.add('Pod', 'p', { spec: podSpec('nginx:1.27', probes, { terminationGracePeriodSeconds: 1 }) });
    await cluster.advance(5000);
    expect(pod().status?.phase).toBe('Running');
    expect(status()?.ready).toBe(false);
    await cluster.advance(15_000);
    expect(status()?.restartCount).toBeGreaterThan(0);
    const ip = pod().status?.podIP;
    expect(cluster.eventsOf('p')).toContain(
      `Unhealthy Readiness probe failed: Get "http://${ip}:81/": dial tcp ${ip}:81: connect: connection refused`,
    );
    expect(cluster.eventsOf('p')).toContain('Killing Container c failed liveness probe, will be restarted');
  });

  it.each([
    ['OnFailure', 'exit 0', 'Succeeded', 'Completed'],
    ['Never', 'exit 7', 'Failed', 'Error'],
  ])('ends for good: %s, %s', async (restartPolicy, script, phase, reason) => {
    cluster.add('Pod', 'p', { spec: shell(script, { restartPolicy }) });
    await cluster.advance(10_000);
    expect(pod().status?.phase).toBe(phase);
    expect(status()?.state.terminated?.reason).toBe(reason);
  });

  it('is killed for taking more memory than it may', async () => {
    const container = {
      args: ['--vm', '1', '--vm-bytes', '250M'],
      command: ['stress'],
      resources: { limits: { memory: '100Mi' } },
    };
    cluster.add('Pod', 'p', { spec: podSpec('polinux/stress', container, { restartPolicy: 'Never' }) });
    await cluster.advance(10_000);
    expect(status()?.state.terminated).toMatchObject({ exitCode: 137, reason: 'OOMKilled' });
  });

  it('fails to start a program that its image lacks', async () => {
    cluster.add('Pod', 'p', {
      spec: podSpec('busybox', { command: ['bash', '-c', 'true'] }, { restartPolicy: 'Never' }),
    });
    await cluster.advance(10_000);
    expect(status()?.state.terminated).toMatchObject({
      exitCode: 128,
      reason: 'StartError',
      message: expect.stringContaining('exec: "bash": executable file not found in $PATH'),
    });
  });

  it('ends gracefully when it is deleted', async () => {
    cluster.add('Pod', 'p', { spec: podSpec('nginx:1.27') });
    await cluster.advance(5000);
    cluster.store.delete(KEYS.Pod, 't', 'p');
    expect(pod().metadata.deletionTimestamp).toBeDefined();
    await cluster.advance(5000);
    expect(pod()).toBeUndefined();
    expect(cluster.eventsOf('p')).toContain('Killing Stopping container c');
  });

  it('is killed after its whole grace period when its program ignores SIGTERM', async () => {
    cluster.add('Pod', 'p', { spec: shell('sleep 3600', { terminationGracePeriodSeconds: 20 }) });
    await cluster.advance(5000);
    cluster.store.delete(KEYS.Pod, 't', 'p');
    await cluster.advance(19_000);
    expect(status()?.state.running).toBeDefined();
    await cluster.advance(2000);
    expect(pod()).toBeUndefined();
  });
});

describe('logs', () => {
  it('follow until the container ends', async () => {
    cluster.add('Pod', 'p', {
      spec: shell('for i in 1 2 3; do echo "line $i"; sleep 1; done', { restartPolicy: 'Never' }),
    });
    await cluster.advance(2500);
    const following = logs({ follow: true, tailLines: 1 });
    await cluster.advance(10_000);
    expect((await following).at(-1)).toBe('line 3');
  });

  it('of a flood stay bounded, and the process is not blocked', async () => {
    cluster.add('Pod', 'p', { spec: shell(`yes ${'flood '.repeat(16)}`) });
    await cluster.advance(8000);
    const bytes = (await logs()).join('\n').length;
    expect(bytes).toBeGreaterThan(4 * 1024 * 1024);
    expect(bytes).toBeLessThanOrEqual(10 * 1024 * 1024);
  });
});

describe('exec', () => {
  function io(input = '') {
    const output = { out: '', err: '' };
    const text = (chunk: Uint8Array | string) => (typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk));
    const streams: ExecIo = {
      stdin: (async function* () {
        yield new TextEncoder().encode(input);
      })(),
      stdout: (chunk) => {
        output.out += text(chunk);
      },
      stderr: (chunk) => {
        output.err += text(chunk);
      },
      onResize() {},
      signal: new AbortController().signal,
    };
    return { output, streams };
  }
  const run = (command: string[], stdin?: string) => {
    const { output, streams } = io(stdin);
    const exec = { container: 'c', command, stdin: stdin !== undefined, tty: false };
    return cluster.runtime.exec(pod(), exec, streams).then((exitCode) => ({ exitCode, ...output }));
  };

  it.each([
    [['sh', '-c', 'echo out; echo err >&2; exit 3'], undefined, { exitCode: 3, out: 'out\n', err: 'err\n' }],
    [['cat'], 'grüße 漢字\n', { exitCode: 0, out: 'grüße 漢字\n', err: '' }],
    [['hostname'], undefined, { exitCode: 0, out: 'p\n', err: '' }],
    [['sh', '-c', 'cat /etc/app/key; echo $FROM_ENV'], undefined, { exitCode: 0, out: 'valueyes\n', err: '' }],
    [['sh', '-c', 'nosuch'], undefined, { exitCode: 127, out: '', err: 'sh: nosuch: not found\n' }],
    [['ls', '/nowhere'], undefined, { exitCode: 1, out: '', err: expect.stringContaining('No such file') }],
  ])('%j', async (command, stdin, expected) => {
    cluster.add('ConfigMap', 'app', { data: { key: 'value' } });
    const container = {
      env: [{ name: 'FROM_ENV', value: 'yes' }],
      volumeMounts: [{ name: 'v', mountPath: '/etc/app' }],
      command: ['sleep', 'infinity'],
    };
    cluster.add('Pod', 'p', {
      spec: podSpec('busybox', container, { volumes: [{ name: 'v', configMap: { name: 'app' } }] }),
    });
    await cluster.advance(5000);
    expect(await run(command, stdin)).toEqual(expected);
  });

  it('refuses what is not in the image, and containers that do not run', async () => {
    cluster.add('Pod', 'p', { spec: podSpec('busybox', { command: ['sleep', 'infinity'] }) });
    await expect(run(['sh'])).rejects.toMatchObject({ code: 400, message: 'pod p does not have a host assigned' });
    await cluster.advance(5000);
    await expect(run(['bash'])).rejects.toMatchObject({
      code: 500,
      reason: 'InternalError',
      message: expect.stringContaining('exec: "bash": executable file not found in $PATH: unknown'),
    });
    await expect(run(['/bin/nosuch'])).rejects.toMatchObject({
      message: expect.stringContaining('exec: "/bin/nosuch": stat /bin/nosuch: no such file or directory'),
    });
  });

  it('never sees the machine', async () => {
    cluster.add('Pod', 'p', { spec: podSpec('debian:12', { command: ['sleep', 'infinity'] }) });
    await cluster.advance(5000);
    const { out, err } = await run(['sh', '-c', 'ls /work /home; cat /proc/1/environ /etc/shadow; env']);
    expect(err).toContain('No such file');
    for (const [name, value] of Object.entries(process.env))
      if (value && value.length > 8 && !['PATH', 'HOME'].includes(name)) expect(out).not.toContain(`${name}=${value}`);
  });
});
