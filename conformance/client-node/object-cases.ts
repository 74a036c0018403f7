import assert from 'node:assert/strict';
import {
  ApiException,
  AppsV1Api,
  CoordinationV1Api,
  type KubernetesObject,
  KubernetesObjectApi,
  PatchStrategy,
  setHeaderOptions,
  type V1ConfigMap,
  V1MicroTime,
} from '@kubernetes/client-node';
import type { Client, ClientCase } from './client.ts';

async function refusal(work: Promise<unknown>): Promise<ApiException<unknown>> {
  try {
    await work;
  } catch (error) {
    assert.ok(error instanceof ApiException, String(error));
    return error;
  }
  return assert.fail('was not refused');
}

const settings = (client: Client, name: string, data: Record<string, string> = { color: 'blue' }) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: client.namespace, labels: { app: name } },
  data,
});

/** Lists, typed errors, patches and the object API. */
export const OBJECT_CASES: readonly ClientCase[] = [
  {
    name: 'list in pages, by selectors',
    async run(client) {
      const { core, namespace } = client;
      for (const name of ['l1', 'l2', 'l3']) {
        const body = settings(client, name);
        await core.createNamespacedConfigMap({
          namespace,
          body: { ...body, metadata: { name, labels: { set: 'l' } } },
        });
      }
      const first = await core.listNamespacedConfigMap({ namespace, labelSelector: 'set=l', limit: 2 });
      assert.equal(first.items.length, 2);
      const _continue = first.metadata?._continue;
      assert.ok(_continue);
      const second = await core.listNamespacedConfigMap({ namespace, labelSelector: 'set=l', limit: 2, _continue });
      assert.deepEqual(
        second.items.map(({ metadata }) => metadata?.name),
        ['l3'],
      );
      const one = await core.listNamespacedConfigMap({ namespace, fieldSelector: 'metadata.name=l2' });
      assert.deepEqual(
        one.items.map(({ metadata }) => metadata?.name),
        ['l2'],
      );
      assert.ok(one.items[0]?.metadata?.creationTimestamp instanceof Date);
    },
  },
  {
    name: 'typed errors',
    async run(client) {
      const { core, namespace } = client;
      const missing = await refusal(core.readNamespacedConfigMap({ namespace, name: 'none' }));
      assert.equal(missing.code, 404);
      assert.match(String(missing.body), /configmaps \\?"none\\?" not found/);
      const invalid = await refusal(core.createNamespacedConfigMap({ namespace, body: settings(client, 'Bad_Name') }));
      assert.equal(invalid.code, 422);
      await core.createNamespacedConfigMap({ namespace, body: settings(client, 'twice') });
      const twice = await refusal(core.createNamespacedConfigMap({ namespace, body: settings(client, 'twice') }));
      assert.equal(twice.code, 409);
      const stale = { ...settings(client, 'twice'), metadata: { name: 'twice', resourceVersion: '1' } };
      const conflict = await refusal(core.replaceNamespacedConfigMap({ namespace, name: 'twice', body: stale }));
      assert.equal(conflict.code, 409);
    },
  },
  {
    name: 'the three patches',
    async run(client) {
      const { core, config, namespace } = client;
      const apps = config.makeApiClient(AppsV1Api);
      const labels = { app: 'p' };
      const container = { name: 'main', image: 'nginx:1.14.2' };
      await apps.createNamespacedDeployment({
        namespace,
        body: {
          metadata: { name: 'p' },
          spec: {
            replicas: 0,
            selector: { matchLabels: labels },
            template: { metadata: { labels }, spec: { containers: [container] } },
          },
        },
      });
      const at = { namespace, name: 'p' };
      const strategic = await apps.patchNamespacedDeployment(
        {
          ...at,
          body: { spec: { template: { spec: { containers: [{ name: 'main', env: [{ name: 'A', value: 'b' }] }] } } } },
        },
        setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch),
      );
      assert.equal(strategic.spec?.template.spec?.containers[0]?.image, 'nginx:1.14.2');
      assert.equal(strategic.spec.template.spec.containers[0].env?.[0]?.value, 'b');
      const json = await apps
        .patchNamespacedDeployment(
          { ...at, body: [{ op: 'replace', path: '/spec/none/deeper', value: true }] },
          setHeaderOptions('Content-Type', PatchStrategy.JsonPatch),
        )
        .catch(() => undefined);
      assert.equal(json, undefined, 'replace needs a value that is there');
      const merged = await apps.patchNamespacedDeployment(
        { ...at, body: { metadata: { annotations: { note: 'x' } } } },
        setHeaderOptions('Content-Type', PatchStrategy.MergePatch),
      );
      assert.equal(merged.metadata?.annotations?.['note'], 'x');
      const scale = await apps.readNamespacedDeploymentScale(at);
      assert.equal(scale.spec?.replicas ?? 0, 0);
      const gone = await apps.deleteNamespacedDeployment({ ...at, propagationPolicy: 'Background' });
      assert.equal(gone.status, 'Success');
      assert.ok((await core.listNamespacedPod({ namespace, labelSelector: 'app=p' })).items.length === 0);
    },
  },
  {
    name: 'the object API, kinds it does not know included',
    async run(client) {
      const api = KubernetesObjectApi.makeApiClient(client.config);
      const made = await api.create(settings(client, 'object'));
      assert.equal(made.kind, 'ConfigMap');
      const header = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'object', namespace: client.namespace } };
      const read = await api.read<V1ConfigMap>(header);
      assert.equal(read.data?.['color'], 'blue');
      const patched = await api.patch<V1ConfigMap>(
        { ...header, data: { color: 'red' } } as V1ConfigMap,
        undefined,
        undefined,
        undefined,
        undefined,
        PatchStrategy.MergePatch,
      );
      assert.equal(patched.data?.['color'], 'red');
      const replaced = await api.replace<V1ConfigMap>({
        ...patched,
        ...header,
        metadata: { ...patched.metadata, name: 'object' },
        data: { a: 'b' },
      });
      assert.deepEqual(replaced.data, { a: 'b' });
      const list = await api.list<V1ConfigMap>(
        'v1',
        'ConfigMap',
        client.namespace,
        undefined,
        undefined,
        undefined,
        'metadata.name=object',
      );
      assert.equal(list.items.length, 1);
      assert.equal((await api.delete(header)).status, 'Success');
      await assert.rejects(
        api.read({ apiVersion: 'example.com/v1', kind: 'Nothing', metadata: { name: 'x' } } satisfies KubernetesObject),
      );
    },
  },
  {
    name: 'server-side apply and its conflicts',
    async run(client) {
      const api = KubernetesObjectApi.makeApiClient(client.config);
      const apply = (data: Record<string, string>, manager: string, force = false) =>
        api.patch<V1ConfigMap>(
          settings(client, 'applied', data),
          undefined,
          undefined,
          manager,
          force,
          PatchStrategy.ServerSideApply,
        );
      await apply({ color: 'blue', size: 'large' }, 'one');
      const conflict = await refusal(apply({ color: 'red' }, 'two'));
      assert.equal(conflict.code, 409);
      assert.match(String(conflict.body), /conflict with \\?\\?\\?"one\\?\\?\\?"/);
      const forced = await apply({ color: 'red' }, 'two', true);
      assert.deepEqual(forced.data, { color: 'red', size: 'large' });
      assert.deepEqual(forced.metadata?.managedFields?.map(({ manager }) => manager).sort(), ['one', 'two']);
      const less = await apply({}, 'one');
      assert.deepEqual(less.data, { color: 'red' });
    },
  },
  {
    // the library has no leader election of its own in 1.4.0: what one is made of is tried here
    name: 'a Lease as a lock: of two candidates one wins',
    async run(client) {
      const { namespace } = client;
      const api = client.config.makeApiClient(CoordinationV1Api);
      const name = 'leader';
      await api.createNamespacedLease({ namespace, body: { metadata: { name }, spec: { leaseDurationSeconds: 15 } } });
      const seen = await api.readNamespacedLease({ namespace, name });
      const take = (who: string) =>
        api.replaceNamespacedLease({
          namespace,
          name,
          body: { ...seen, spec: { ...seen.spec, holderIdentity: who, renewTime: new V1MicroTime() } },
        });
      const results = await Promise.allSettled([take('a'), take('b')]);
      assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
      const lost = results.find((result) => result.status === 'rejected');
      assert.ok(lost?.reason instanceof ApiException);
      assert.equal(lost.reason.code, 409);
      const holder = (await api.readNamespacedLease({ namespace, name })).spec;
      assert.ok(holder?.holderIdentity === 'a' || holder?.holderIdentity === 'b');
      assert.ok(holder.renewTime);
    },
  },
];
