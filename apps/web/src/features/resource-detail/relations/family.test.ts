import { expect, test } from 'vitest';
import type { DiscoveredResource, KubeObject, ObjectRef } from '../../../api/kube-object.ts';
import type { OwnerReference } from '../../../api/owner-references.ts';
import type { KindDefinition } from '../../../kinds/define-kind.ts';
import { wholeKinds as kinds } from '../../../kinds/whole-kinds.ts';
import { childKinds, childQuery, familyOf, MAX_CHILD_KINDS, outsidersOf } from './family.ts';
import { type Relative, relativeSource } from './relative.ts';

function kind(group: string, resource: string, kindName: string, categories: string[] = []): DiscoveredResource {
  const verbs = ['get', 'list', 'watch'];
  return {
    group,
    version: 'v1',
    resource,
    kind: kindName,
    singular: '',
    shortNames: [],
    categories,
    namespaced: true,
    verbs,
  };
}
const pods = kind('', 'pods', 'Pod', ['all']);
const services = kind('', 'services', 'Service', ['all']);
const slices = kind('discovery.k8s.io', 'endpointslices', 'EndpointSlice');
const replicaSets = kind('apps', 'replicasets', 'ReplicaSet', ['all']);
const deployments = kind('apps', 'deployments', 'Deployment', ['all']);
const jobs = kind('batch', 'jobs', 'Job', ['all']);
const cronJobs = kind('batch', 'cronjobs', 'CronJob', ['all']);
const widgets = kind('example.com', 'widgets', 'Widget');
const parts = kind('example.com', 'parts', 'Part');
const resources = [pods, services, slices, replicaSets, deployments, jobs, cronJobs, widgets, parts];

function object(uid: string, spec: unknown = {}, created = '2026-11-21T10:00:00Z'): KubeObject {
  return { apiVersion: 'v1', kind: 'X', metadata: { name: 'web', uid, creationTimestamp: created }, spec };
}
const at = (resource: DiscoveredResource): ObjectRef => ({ cluster: 'c', resource, namespace: 'a', name: 'web' });
const ownedBy = (uid: string): OwnerReference[] => [{ apiVersion: 'v1', kind: 'X', name: 'x', uid, controller: true }];
const NOON = Date.parse('2026-11-21T12:00:00Z') / 1000;
function relative(uid: string, owners: OwnerReference[] = [], created = NOON): Relative {
  const ref = { cluster: 'c', resource: pods, namespace: 'a', name: uid };
  return { uid, ref, created, labels: {}, owners, health: undefined, word: '', field: () => undefined };
}
const looked = (
  target: DiscoveredResource,
  spec: unknown = {},
  definitions: ReadonlyMap<string, KindDefinition> = kinds,
) =>
  childKinds(at(target), object('u', spec), definitions, resources).map(({ resource, labelSelector }) => [
    resource.resource,
    labelSelector,
  ]);

test('CTL-12 kind files say where to look, down to the children of the children, narrowed by selectors', () => {
  const selector = { selector: { matchLabels: { app: 'web' } } };
  expect(looked(deployments, selector)).toEqual([
    ['replicasets', 'app=web'],
    ['pods', 'app=web'],
  ]);
  expect(looked(cronJobs)).toEqual([
    ['jobs', ''],
    ['pods', 'job-name'],
  ]);
});

test('what a service picks is looked for; a service without a selector picks nothing', () => {
  expect(looked(services, { selector: { app: 'web' } })).toContainEqual(['pods', 'app=web']);
  expect(looked(services, {}).map(([name]) => name)).not.toContain('pods');
});

test('a kind that nobody foresaw: its own group and category all, bounded, metadata only', () => {
  const found = childKinds(at(widgets), object('u'), kinds, resources);
  expect(found.map(({ resource }) => resource.resource)).toContain('parts');
  expect(found.length).toBeLessThanOrEqual(MAX_CHILD_KINDS);
  for (const one of found) {
    const { fields } = relativeSource(childQuery(at(widgets), one)).query;
    expect(fields.every((path) => path.startsWith('metadata.'))).toBe(true);
  }
});

test('the tree goes by uid, the newest first, and each object stands once', () => {
  const tree = familyOf(object('root'), [
    relative('child', ownedBy('root')),
    relative('newer', ownedBy('root'), NOON + 60),
    relative('grandchild', [...ownedBy('child'), ...ownedBy('newer')]),
    relative('stranger', ownedBy('somebody')),
  ]);
  expect(tree.map(({ relative: { uid }, children }) => [uid, children.map((node) => node.relative.uid)])).toEqual([
    ['newer', ['grandchild']],
    ['child', []],
  ]);
});

test('references in a circle end', () => {
  const tree = familyOf(object('root'), [
    relative('a', [...ownedBy('root'), ...ownedBy('b')]),
    relative('b', ownedBy('a')),
  ]);
  expect(tree[0]?.children[0]?.children).toEqual([]);
});

test('what is older than its owner was adopted', () => {
  const before = Date.parse('2026-11-21T09:00:00Z') / 1000;
  const tree = familyOf(object('root'), [relative('own', ownedBy('root')), relative('old', ownedBy('root'), before)]);
  expect(tree.map(({ relative: { uid }, adopted }) => [uid, adopted])).toEqual([
    ['own', false],
    ['old', true],
  ]);
});

test('what matches a selector and is not of the family: an orphan, or another controller’s', () => {
  const own = relative('own', ownedBy('root'));
  const [orphan, foreign] = [relative('orphan'), relative('foreign', ownedBy('other'))];
  const found = outsidersOf(familyOf(object('root'), [own]), [own, orphan, foreign], () => true);
  expect(found.map(({ relative: { uid }, controller }) => [uid, controller?.uid])).toEqual([
    ['orphan', undefined],
    ['foreign', 'other'],
  ]);
});
