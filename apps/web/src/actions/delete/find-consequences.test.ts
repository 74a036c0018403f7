import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../api/kube-object.ts';
import type { DeletionAsk } from '../../kinds/deletion.ts';
import { kinds } from '../../kinds/registry.ts';
import { findConsequences } from './find-consequences.ts';

const nothing: DeletionAsk = { read: async () => undefined, count: async () => undefined };
const object = (rest: Record<string, unknown>, metadata: Record<string, unknown> = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'X',
  ...rest,
  metadata: { name: 'x', namespace: 'a', uid: 'u', ...metadata },
});
const keys = async (kind: string, of: KubeObject, ask: Partial<DeletionAsk> = {}) =>
  (await findConsequences(of, kinds.get(kind)?.deletion, { ...nothing, ...ask })).map(({ key }) => key);

describe('what deleting an object does (CTL-21, OPS-077, TUT-25)', () => {
  it('names the owner that makes it again, and what holds it', async () => {
    const owned = object(
      {},
      { ownerReferences: [{ kind: 'ReplicaSet', name: 'web-1', controller: true }], finalizers: ['acme.io/x'] },
    );
    expect(await findConsequences(owned, undefined, nothing)).toEqual([
      { about: 'back', key: 'owner', values: { kind: 'ReplicaSet', name: 'web-1' } },
      { about: 'holds', key: 'finalizer.other', values: { finalizer: 'acme.io/x' } },
    ]);
  });

  it('of a pod: its volumes, its node, a static one', async () => {
    const pod = object({
      spec: {
        nodeName: 'n1',
        volumes: [
          { name: 'tmp', emptyDir: {} },
          { name: 'c', configMap: {} },
        ],
      },
    });
    const down = { status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } };
    expect(await keys('/pods', pod)).toEqual(['pod.bare', 'pod.volumes']);
    expect(await keys('/pods', pod, { read: async () => down })).toEqual(['pod.bare', 'pod.volumes', 'pod.nodeDown']);
    const mirror = object({ spec: {} }, { annotations: { 'kubernetes.io/config.mirror': 'h' } });
    expect(await keys('/pods', mirror)).toEqual(['pod.mirror', 'pod.logs']);
  });

  it.each([
    ['Delete', 'claim.deleted'],
    ['Retain', 'claim.kept'],
    ['Recycle', 'claim.recycled'],
  ])('of a claim: its volume with the policy %s, and who uses it', async (policy, key) => {
    const claim = object({ spec: { volumeName: 'v' } });
    const pods = {
      items: [
        {
          metadata: { name: 'web' },
          spec: { volumes: [{ persistentVolumeClaim: { claimName: 'x' } }] },
          status: { phase: 'Running' },
        },
        {
          metadata: { name: 'over' },
          spec: { volumes: [{ persistentVolumeClaim: { claimName: 'x' } }] },
          status: { phase: 'Succeeded' },
        },
      ],
    };
    const read = async (path: string) =>
      path.includes('persistentvolumes/v') ? { spec: { persistentVolumeReclaimPolicy: policy } } : pods;
    expect(await findConsequences(claim, kinds.get('/persistentvolumeclaims')?.deletion, { ...nothing, read })).toEqual(
      [
        { about: 'data', key, values: { volume: 'v', policy }, lost: policy !== 'Retain' },
        { about: 'holds', key: 'claim.used', values: { count: 1, pods: 'web' } },
      ],
    );
  });

  it('of a StatefulSet: its claims stay unless it says otherwise', async () => {
    const spec = { volumeClaimTemplates: [{ metadata: { name: 'data' } }] };
    expect(await keys('apps/statefulsets', object({ spec }))).toEqual(['pods', 'statefulSet.claimsKept']);
    const deletes = { ...spec, persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete' } };
    expect(await keys('apps/statefulsets', object({ spec: deletes }))).toEqual(['pods', 'statefulSet.claimsDeleted']);
    expect(await keys('apps/statefulsets', object({ spec: {} }))).toEqual(['pods', 'statefulSet.noClaims']);
    const many = object({ spec: {}, status: { replicas: 3 } });
    expect(await keys('apps/statefulsets', many)).toEqual(['pods', 'statefulSet.inOrder', 'statefulSet.noClaims']);
    const named = (name: string) => ({ metadata: { name } });
    const claims = { items: ['data-x-0', 'data-x-1', 'data-xy-0', 'other'].map(named) };
    const found = await findConsequences(object({ spec }), kinds.get('apps/statefulsets')?.deletion, {
      ...nothing,
      read: async (path) => (path.includes('persistentvolumeclaims') ? claims : undefined),
    });
    expect(found.at(-1)?.values).toEqual({ claims: 'data-x-0, data-x-1' });
  });

  it('of a namespace: how much is in it, and what its controller says', async () => {
    const status = { conditions: [{ type: 'NamespaceContentRemaining', status: 'True', message: 'pods. has 2' }] };
    const namespace = object({ status });
    expect(
      await findConsequences(namespace, kinds.get('/namespaces')?.deletion, {
        ...nothing,
        count: async (path) => (path.endsWith('/pods') ? 3 : path.endsWith('/secrets') ? undefined : 0),
      }),
    ).toEqual([
      { about: 'takes', key: 'namespace.contents', values: { contents: 'Pod 3' } },
      { about: 'holds', key: 'namespace.says', values: { message: 'pods. has 2' } },
    ]);
  });

  it('of a volume, a definition, a node and a workload', async () => {
    const volume = object({
      spec: { persistentVolumeReclaimPolicy: 'Retain', claimRef: { namespace: 'a', name: 'c' } },
      status: { phase: 'Bound' },
    });
    expect(await keys('/persistentvolumes', volume)).toEqual(['volume.kept', 'volume.bound']);
    const count = async () => 7;
    const crd = object({
      spec: { group: 'acme.io', names: { plural: 'things', kind: 'Thing' }, versions: [{ name: 'v1', served: true }] },
    });
    expect(await keys('apiextensions.k8s.io/customresourcedefinitions', crd, { count })).toEqual(['crd.objects']);
    expect(await keys('/nodes', object({}), { count })).toEqual(['node.pods']);
    expect(await keys('apps/deployments', object({ status: { replicas: 2 } }))).toEqual(['pods']);
  });

  it('a look that fails leaves the rest', async () => {
    const fails = async () => {
      throw new Error('no');
    };
    expect(await keys('/nodes', object({}, { finalizers: ['a'] }), { count: fails })).toEqual(['finalizer.other']);
  });
});
