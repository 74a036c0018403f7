import { expect, test } from 'vitest';
import type { DiscoveredResource } from '../../../api/kube-object.ts';
import type { GatheredSnapshot } from '../../../live/gathered-rows.ts';
import type { LiveStatus } from '../../../live/live-status.ts';
import { ownerQueries, ownersOf } from './owner-chain.ts';
import type { Relative } from './relative.ts';

function kind(group: string, resource: string, kindName: string, namespaced = true): DiscoveredResource {
  const verbs = ['get', 'list', 'watch'];
  return {
    group,
    version: 'v1',
    resource,
    kind: kindName,
    singular: '',
    shortNames: [],
    categories: [],
    namespaced,
    verbs,
  };
}
const replicaSets = kind('apps', 'replicasets', 'ReplicaSet');
const deployments = kind('apps', 'deployments', 'Deployment');
const nodes = kind('', 'nodes', 'Node', false);
const resources = [replicaSets, deployments, nodes];
const owner = (kindName: string, name: string, uid: string, more: Record<string, unknown> = {}) => ({
  apiVersion: kindName === 'Node' ? 'v1' : 'apps/v1',
  kind: kindName,
  name,
  uid,
  ...more,
});
const NOTHING: GatheredSnapshot<Relative> = { items: new Map(), statuses: new Map() };
const LIVE: LiveStatus = { state: 'live', loaded: 1, since: 0 };

function relative(resource: DiscoveredResource, name: string, uid: string, owners: Relative['owners'] = []): Relative {
  const ref = { cluster: 'c', resource, namespace: 'a', name };
  return { uid, ref, created: 1, labels: {}, owners, health: 'ok', word: '', field: () => undefined };
}

function found(rows: Readonly<Record<string, readonly Relative[]>>, state: LiveStatus['state'] = 'live') {
  return {
    items: new Map(Object.entries(rows).map(([id, list]) => [id, new Map(list.map((each) => [each.uid, each]))])),
    statuses: new Map(Object.keys(rows).map((id) => [id, { ...LIVE, state }])),
  };
}
const known = (gathered: GatheredSnapshot<Relative>) => ({ cluster: 'c', resources, gathered });
const SET = owner('ReplicaSet', 'web-1', 'rs', { controller: true });

test('CTL-12 each owner that is found brings the question for its own', () => {
  const first = ownersOf([SET], 'a', known(NOTHING));
  expect(first.chain.map(({ state }) => state)).toEqual(['asking']);
  expect(
    ownerQueries(first, () => undefined).map(({ resource, fieldSelector, namespaces }) => [
      resource.kind,
      fieldSelector,
      namespaces,
    ]),
  ).toEqual([['ReplicaSet', 'metadata.name=web-1', ['a']]]);
  const deployment = owner('Deployment', 'web', 'd', { controller: true });
  const second = ownersOf(
    [SET],
    'a',
    known(found({ 'apps/ReplicaSet/web-1/rs': [relative(replicaSets, 'web-1', 'rs', [deployment])] })),
  );
  expect(second.chain.map(({ owner: { kind: kindName, name }, state }) => [kindName, name, state])).toEqual([
    ['ReplicaSet', 'web-1', 'there'],
    ['Deployment', 'web', 'asking'],
  ]);
  expect(ownerQueries(second, () => undefined)).toHaveLength(2);
});

test('an owner that is gone, and one whose name another object has', () => {
  expect(ownersOf([SET], 'a', known(found({ 'apps/ReplicaSet/web-1/rs': [] }))).chain[0]?.state).toBe('gone');
  const other = found({ 'apps/ReplicaSet/web-1/rs': [relative(replicaSets, 'web-1', 'another')] });
  expect(ownersOf([SET], 'a', known(other)).chain[0]?.state).toBe('replaced');
});

test('what cannot be known is not said to be gone', () => {
  const refused = found({ 'apps/ReplicaSet/web-1/rs': [] }, 'denied');
  expect(ownersOf([SET], 'a', known(refused)).chain[0]).toMatchObject({ state: 'unknown', ref: { name: 'web-1' } });
  const loading = found({ 'apps/ReplicaSet/web-1/rs': [] }, 'loading');
  expect(ownersOf([SET], 'a', known(loading)).chain[0]?.state).toBe('asking');
  expect(ownersOf([owner('Ghost', 'g', 'g')], 'a', known(NOTHING)).chain[0]?.state).toBe('unserved');
});

test('a cluster-wide object cannot have an owner in a namespace; one in a namespace may have a cluster-wide owner', () => {
  expect(ownersOf([SET], undefined, known(NOTHING)).chain[0]).toMatchObject({ state: 'misplaced', ref: undefined });
  expect(ownersOf([owner('Node', 'n', 'n')], 'a', known(NOTHING)).chain[0]?.ref).toMatchObject({
    namespace: undefined,
  });
});

test('the controller leads the chain, further owners stand beside it, and a circle ends', () => {
  const owners = ownersOf([owner('Node', 'n', 'n'), SET], 'a', known(NOTHING));
  expect([owners.chain[0]?.owner.uid, owners.others.map((link) => link.owner.uid)]).toEqual(['rs', ['n']]);
  const circle = found({ 'apps/ReplicaSet/web-1/rs': [relative(replicaSets, 'web-1', 'rs', [SET])] });
  expect(ownersOf([SET], 'a', known(circle)).chain).toHaveLength(1);
});

test('references of a hostile shape are passed over', () => {
  expect(ownersOf([null, 'x', { kind: 'ReplicaSet' }, 7], 'a', known(NOTHING))).toEqual({ chain: [], others: [] });
  expect(ownersOf(undefined, 'a', known(NOTHING)).chain).toEqual([]);
});
