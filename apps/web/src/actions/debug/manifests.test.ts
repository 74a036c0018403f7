import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../api/kube-object.ts';
import { debugContainerPatch } from './container-manifest.ts';
import { debugCopy } from './copy-manifest.ts';
import { PROFILES } from './debug-profile.ts';
import { sleepPatch, wakePatch } from './sleep-patch.ts';
import { SLEPT } from './slept.ts';
import { NODE_WAYS, nodeShellPod, throwAwayPod } from './throw-away-manifest.ts';

describe('a throw-away pod', () => {
  it('is the pod of kubectl run -it --rm --restart=Never (T6.1-08)', () => {
    expect(throwAwayPod({ name: 'dns-test', image: 'busybox:1.28', argv: [], node: '' })).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'dns-test', labels: { run: 'dns-test' } },
      spec: {
        restartPolicy: 'Never',
        terminationGracePeriodSeconds: 1,
        containers: [{ name: 'dns-test', image: 'busybox:1.28', stdin: true, stdinOnce: true, tty: true }],
      },
    });
  });

  it('takes a command and a node (OPS-109)', () => {
    expect(throwAwayPod({ name: 'a', image: 'redis:6', argv: ['redis-cli', '-h', 'x'], node: 'node-2' })).toMatchObject(
      {
        spec: { nodeName: 'node-2', containers: [{ args: ['redis-cli', '-h', 'x'] }] },
      },
    );
  });
});

it.each(NODE_WAYS)('a node shell by %s has the namespaces and files of its node (TUT-48)', (way) => {
  const pod = nodeShellPod({ name: 'x', node: 'node-1', image: 'busybox', way });
  expect(pod).toMatchObject({
    spec: {
      nodeName: 'node-1',
      hostPID: true,
      hostNetwork: true,
      hostIPC: true,
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      tolerations: [{ operator: 'Exists' }],
      volumes: [{ hostPath: { path: '/' } }],
      containers: [{ securityContext: { privileged: true }, volumeMounts: [{ mountPath: '/host' }] }],
    },
  });
});

describe('a debug container', () => {
  const container = (more: object) =>
    debugContainerPatch({ name: 'd', image: 'i', argv: [], target: '', profile: 'baseline', ...more });

  it('is added by a patch that names nothing else', () => {
    expect(container({ target: 'main', argv: ['sh'] })).toEqual({
      spec: {
        ephemeralContainers: [
          {
            name: 'd',
            image: 'i',
            command: ['sh'],
            stdin: true,
            tty: true,
            terminationMessagePolicy: 'File',
            targetContainerName: 'main',
          },
        ],
      },
    });
  });

  it.each([
    ['general', { capabilities: { add: ['SYS_PTRACE'] } }],
    ['baseline', undefined],
    ['netadmin', { capabilities: { add: ['NET_ADMIN', 'NET_RAW'] } }],
    ['sysadmin', { privileged: true }],
  ] as const)('has the rights of the profile %s', (profile, securityContext) => {
    expect(PROFILES).toContain(profile);
    const added = container({ profile }) as { spec: { ephemeralContainers: { securityContext?: unknown }[] } };
    expect(added.spec.ephemeralContainers[0]?.securityContext).toEqual(securityContext);
  });

  it('of the profile restricted fits Pod Security', () => {
    expect(container({ profile: 'restricted' })).toMatchObject({
      spec: {
        ephemeralContainers: [
          {
            securityContext: {
              allowPrivilegeEscalation: false,
              capabilities: { drop: ['ALL'] },
              runAsNonRoot: true,
              seccompProfile: { type: 'RuntimeDefault' },
            },
          },
        ],
      },
    });
  });
});

const POD: KubeObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'web-0',
    namespace: 'ns',
    uid: 'u',
    resourceVersion: '7',
    labels: { app: 'web' },
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'web', uid: 'o', controller: true }],
    finalizers: ['x/y'],
  },
  spec: {
    nodeName: 'node-1',
    restartPolicy: 'Always',
    priority: 5,
    priorityClassName: 'high',
    hostname: 'web-0',
    serviceAccountName: 'web',
    volumes: [{ name: 'data' }],
    containers: [
      {
        name: 'main',
        image: 'a:1',
        command: ['run'],
        args: ['-x'],
        livenessProbe: {},
        readinessProbe: {},
        startupProbe: {},
      },
      { name: 'side', image: 'b:1', args: ['-y'], livenessProbe: {}, env: [{ name: 'A', value: 'b' }] },
    ],
    ephemeralContainers: [{ name: 'd' }],
  },
  status: { phase: 'Running' },
};
const COPY = {
  name: 'web-0-debug',
  container: 'main',
  argv: ['sleep', '86400'],
  image: '',
  sameNode: false,
  shareProcesses: false,
  keepLabels: false,
  throwAway: true,
};

describe('a debug copy', () => {
  it('has nothing that belongs to the original alone, and no probe', () => {
    expect(debugCopy(POD, COPY)).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web-0-debug', namespace: 'ns', annotations: { 'quarterdeck.dev/copy-of': 'web-0' } },
      spec: {
        restartPolicy: 'Never',
        terminationGracePeriodSeconds: 1,
        priorityClassName: 'high',
        serviceAccountName: 'web',
        volumes: [{ name: 'data' }],
        containers: [
          { name: 'main', image: 'a:1', command: ['sleep', '86400'] },
          { name: 'side', image: 'b:1', args: ['-y'], env: [{ name: 'A', value: 'b' }] },
        ],
      },
    });
    // what is copied is left as it was
    expect(POD['spec']).toMatchObject({ nodeName: 'node-1', restartPolicy: 'Always' });
  });

  it('stays on the node, keeps labels and shares processes where that is asked for', () => {
    const copy = debugCopy(POD, {
      ...COPY,
      sameNode: true,
      keepLabels: true,
      shareProcesses: true,
      throwAway: false,
      image: 'a:2',
    });
    expect(copy).toMatchObject({
      metadata: { labels: { app: 'web' } },
      spec: {
        nodeName: 'node-1',
        shareProcessNamespace: true,
        restartPolicy: 'Always',
        containers: [{ image: 'a:2' }, {}],
      },
    });
  });
});

describe('a workload put to sleep (OPS-110)', () => {
  const workload = (annotations: Record<string, string> = {}): KubeObject => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', uid: 'u', annotations },
    spec: { template: { spec: POD['spec'] as object } },
  });
  type Patch = {
    metadata: { annotations: Record<string, string | null> };
    spec: { template: { spec: { containers: object[] } } };
  };

  it('remembers what it ran, and gets it back', () => {
    const slept = sleepPatch(workload(), 'main') as Patch;
    const [container] = slept.spec.template.spec.containers;
    expect(container).toMatchObject({
      name: 'main',
      command: ['sh', '-c', expect.stringContaining('sleep')],
      args: null,
      livenessProbe: null,
    });
    const woken = wakePatch(workload({ [SLEPT]: slept.metadata.annotations[SLEPT] ?? '' })) as Patch;
    expect(woken.metadata.annotations).toEqual({ [SLEPT]: null });
    expect(woken.spec.template.spec.containers).toEqual([
      { name: 'main', command: ['run'], args: ['-x'], livenessProbe: {}, readinessProbe: {}, startupProbe: {} },
    ]);
  });

  it('put to sleep twice remembers what it ran at first, and a second container beside it', () => {
    const first = sleepPatch(workload(), 'main') as Patch;
    const memory = { [SLEPT]: first.metadata.annotations[SLEPT] ?? '' };
    const again = sleepPatch(workload(memory), 'main') as Patch;
    expect(again.metadata.annotations).toEqual(first.metadata.annotations);
    const both = sleepPatch(workload(memory), 'side') as Patch;
    expect(JSON.parse(both.metadata.annotations[SLEPT] ?? '')).toMatchObject({
      main: { command: ['run'] },
      side: { args: ['-y'] },
    });
  });

  it('an annotation that is no memory restores nothing', () => {
    for (const text of ['{', 'null', '"x"'])
      expect((wakePatch(workload({ [SLEPT]: text })) as Patch).spec.template.spec.containers).toEqual([]);
  });
});
