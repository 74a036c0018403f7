import assert from 'node:assert/strict';
import { request } from 'node:https';
import { makeInformer, type V1ConfigMap, Watch } from '@kubernetes/client-node';
import { type Client, type ClientCase, eventually, pending } from './client.ts';

/** Asks the demo for a fault, as its admin. */
async function fault(client: Client, body: object): Promise<void> {
  const server = client.config.getCurrentCluster()?.server ?? '';
  const options = { method: 'POST', headers: { 'content-type': 'application/json' } };
  await client.config.applyToHTTPSOptions(options);
  await new Promise<void>((resolve, reject) => {
    const req = request(`${server}/demo/faults`, options, (res) => {
      res.resume();
      res.once('end', () => (res.statusCode === 200 ? resolve() : reject(new Error(`fault: ${res.statusCode}`))));
    });
    req.once('error', reject);
    req.end(JSON.stringify(body));
  });
}

function informer(client: Client) {
  const { core, config, namespace } = client;
  const labelSelector = 'set=informed';
  const list = () => core.listNamespacedConfigMap({ namespace, labelSelector });
  return makeInformer<V1ConfigMap>(config, `/api/v1/namespaces/${namespace}/configmaps`, list, labelSelector);
}

const create = (client: Client, name: string, set: string) =>
  client.core.createNamespacedConfigMap({ namespace: client.namespace, body: { metadata: { name, labels: { set } } } });

/** Watches and informers. */
export const WATCH_CASES: readonly ClientCase[] = [
  {
    name: 'a watch tells what happens',
    async run(client) {
      const { config, namespace } = client;
      const seen: string[] = [];
      const ended = pending<unknown>();
      const query = { labelSelector: 'set=watched', allowWatchBookmarks: true };
      const controller = await new Watch(config).watch(
        `/api/v1/namespaces/${namespace}/configmaps`,
        query,
        (phase: string, object: V1ConfigMap) => {
          // a bookmark comes when the server likes
          if (phase !== 'BOOKMARK') seen.push(`${phase} ${object.metadata?.name}`);
        },
        ended.resolve,
      );
      await create(client, 'w', 'watched');
      await eventually('ADDED', () => (seen.includes('ADDED w') ? true : undefined));
      const body = { metadata: { name: 'w', labels: { set: 'watched' } }, data: { a: 'b' } };
      await client.core.replaceNamespacedConfigMap({ namespace, name: 'w', body });
      await client.core.deleteNamespacedConfigMap({ namespace, name: 'w' });
      await eventually('DELETED', () => (seen.includes('DELETED w') ? true : undefined));
      assert.deepEqual(seen, ['ADDED w', 'MODIFIED w', 'DELETED w']);
      controller.abort();
      await ended.promise;
    },
  },
  {
    name: 'a watch from long ago is gone',
    async run(client) {
      const phases: string[] = [];
      const ended = pending<unknown>();
      await new Watch(client.config).watch(
        `/api/v1/namespaces/${client.namespace}/configmaps`,
        { resourceVersion: '1' },
        (phase: string, object: { code?: number }) => phases.push(`${phase} ${object.code ?? ''}`),
        ended.resolve,
      );
      const error = (await ended.promise) as { statusCode?: number } | null;
      // the answer is 410, or an event that says so
      assert.ok(error?.statusCode === 410 || phases.includes('ERROR 410'), `${JSON.stringify(error)} ${phases.join()}`);
    },
  },
  {
    name: 'an informer keeps a list',
    async run(client) {
      const cache = informer(client);
      const seen: string[] = [];
      for (const verb of ['add', 'update', 'delete'] as const)
        cache.on(verb, (object) => seen.push(`${verb} ${object.metadata?.name}`));
      await create(client, 'i1', 'informed');
      await cache.start();
      await create(client, 'i2', 'informed');
      await eventually('two objects', () => (cache.list().length === 2 ? true : undefined));
      await client.core.deleteNamespacedConfigMap({ namespace: client.namespace, name: 'i1' });
      await eventually('one object', () => (cache.list().length === 1 ? true : undefined));
      assert.deepEqual(seen, ['add i1', 'add i2', 'delete i1']);
      await cache.stop();
    },
  },
  {
    name: 'an informer goes on after its watch was cut',
    demoOnly: 'a real cluster cannot be told to cut watches',
    async run(client) {
      const cache = informer(client);
      let again = 0;
      cache.on('error', () => {
        again += 1;
        void cache.start();
      });
      await cache.start();
      await create(client, 'c1', 'informed');
      await eventually('the first object', () => cache.get('c1', client.namespace));
      await fault(client, { name: 'dropWatches' });
      await create(client, 'c2', 'informed');
      await eventually('the second object', () => cache.get('c2', client.namespace));
      assert.ok(again < 10);
      await cache.stop();
    },
  },
];
