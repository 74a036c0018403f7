import { afterEach, expect, it, vi } from 'vitest';
import type { DiscoveredResource, KubeObject } from '../../api/kube-object.ts';
import { wholeKinds } from '../../kinds/whole-kinds.ts';
import { dependantFindings } from './dependants.ts';

const kind = (group: string, resource: string, name: string): DiscoveredResource => ({
  group,
  version: 'v1',
  resource,
  kind: name,
  singular: name.toLowerCase(),
  shortNames: [],
  categories: [],
  namespaced: true,
  verbs: ['list'],
});
const deployments = kind('apps', 'deployments', 'Deployment');
const resources = [deployments, kind('apps', 'replicasets', 'ReplicaSet'), kind('', 'configmaps', 'ConfigMap')];
const object: KubeObject = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', uid: 'u' } };
const ref = { cluster: 'c', resource: deployments, namespace: 'a', name: 'web' };

const asked: string[] = [];
function serve(children: Record<string, readonly unknown[]>): void {
  asked.length = 0;
  vi.stubGlobal('fetch', async (path: string) => {
    const plural = /\/(\w+)\?/.exec(path)?.[1] ?? '';
    asked.push(plural);
    return new Response(JSON.stringify({ metadata: {}, items: children[plural] ?? [] }), {
      headers: { 'content-type': 'application/json' },
    });
  });
}
const child = (name: string, ...owners: string[]) => ({
  metadata: {
    name,
    namespace: 'a',
    uid: name,
    ownerReferences: owners.map((uid) => ({ uid, kind: 'X', name: uid, apiVersion: 'v1' })),
  },
});

afterEach(() => vi.unstubAllGlobals());

it('asks for the kinds that the kind file names, and counts what goes (CTL-21)', async () => {
  serve({ replicasets: [child('web-1', 'u'), child('web-2', 'u', 'other'), child('x', 'y')] });
  const signal = new AbortController().signal;
  expect(await dependantFindings(object, ref, wholeKinds.get('apps/deployments'), resources, signal)).toEqual([
    { about: 'takes', key: 'dependants', values: { count: 1, names: 'ReplicaSet web-1' } },
  ]);
  expect(asked).toEqual(['replicasets']);
});

it('asks for every kind where no file knows, and says nothing of none', async () => {
  serve({});
  expect(await dependantFindings(object, ref, undefined, resources, new AbortController().signal)).toEqual([]);
  expect(asked.sort()).toEqual(['configmaps', 'deployments', 'replicasets']);
});
