import { expect, test } from 'vitest';
import type { DiscoveredResource } from '../api/kube-object.ts';
import { eventQuery } from './event-query.ts';

const base = { version: 'v1', singular: '', shortNames: [], categories: [], verbs: [] };
const pods: DiscoveredResource = { ...base, group: '', resource: 'pods', kind: 'Pod', namespaced: true };
const nodes: DiscoveredResource = { ...base, group: '', resource: 'nodes', kind: 'Node', namespaced: false };
const object = (annotations?: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', uid: 'u1', ...(annotations ? { annotations } : {}) },
});

test('events of a namespaced object are found by its uid in its namespace', () => {
  const query = eventQuery({ cluster: 'c', resource: pods, namespace: 'a', name: 'web' }, object());
  expect(query.namespaces).toEqual(['a']);
  expect(query.fieldSelector).toBe('involvedObject.name=web,involvedObject.namespace=a,involvedObject.uid=u1');
});

test('a mirror pod is reported under the hash of its manifest', () => {
  const mirror = object({ 'kubernetes.io/config.mirror': 'hash9' });
  expect(eventQuery({ cluster: 'c', resource: pods, namespace: 'a', name: 'web' }, mirror).fieldSelector).toContain(
    'involvedObject.uid=hash9',
  );
});

test('events of a cluster-wide object live in the namespace default', () => {
  const query = eventQuery({ cluster: 'c', resource: nodes, namespace: undefined, name: 'n,1' }, object());
  expect(query.namespaces).toEqual(['default']);
  expect(query.fieldSelector).toBe('involvedObject.kind=Node,involvedObject.name=n\\,1');
});
