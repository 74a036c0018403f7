import type { LiveColumn } from '@quarterdeck/shared/live-protocol';
import { expect, it } from 'vitest';
import type { DiscoveredResource } from '../api/kube-object.ts';
import type { Row } from '../live/row.ts';
import { kinds } from './registry.ts';
import { workloadFacts, workloadKinds, workloadSource } from './workload-rows.ts';

function served(group: string, version: string, resource: string, kind: string): DiscoveredResource {
  const verbs = ['list', 'watch'];
  return { group, version, resource, kind, singular: '', shortNames: [], categories: [], namespaced: true, verbs };
}

const all = [
  served('', 'v1', 'pods', 'Pod'),
  served('apps', 'v1', 'deployments', 'Deployment'),
  served('apps', 'v1', 'daemonsets', 'DaemonSet'),
  served('apps', 'v1', 'replicasets', 'ReplicaSet'),
  served('batch', 'v1', 'jobs', 'Job'),
  served('', 'v1', 'services', 'Service'),
];

/** The facts of an object of that kind, whose printer has these cells. */
function facts(id: string, cells: Readonly<Record<string, string>>, fields: Readonly<Record<string, unknown>> = {}) {
  const kind = workloadKinds(all, kinds).served.find((each) => each.id === id);
  if (kind === undefined) throw new Error(`${id} is not served`);
  const source = workloadSource(kind, 'c', ['a']);
  const columns = Object.keys(cells).map(
    (name): LiveColumn => ({ name, type: 'string', format: '', priority: 0, description: '' }),
  );
  const row: Row = {
    uid: 'u',
    namespace: 'a',
    name: 'n',
    created: 1,
    labels: null,
    cells: Object.values(cells),
    fields: source.query.fields.map((path) => fields[path] ?? null),
  };
  const made = source.read(columns)(row);
  return made && workloadFacts({ ...row, cells: made });
}

it('knows the kinds of workloads by their files, in the order of the sidebar, and which are missing', () => {
  const { served: found, missing } = workloadKinds(all, kinds);
  expect(found.map(({ id }) => id)).toEqual([
    '/pods',
    'apps/deployments',
    'apps/daemonsets',
    'batch/jobs',
    'apps/replicasets',
  ]);
  expect(missing).toEqual(['statefulsets', 'cronjobs', 'replicationcontrollers']);
});

it('says how many are ready in one form, whatever the printer has', () => {
  expect(facts('apps/deployments', { Ready: '1/3', 'Up-to-date': '3', Available: '1' })).toMatchObject({
    ready: '1/3',
  });
  expect(facts('apps/daemonsets', { Desired: '3', Ready: '2', 'Up-to-date': '3', Available: '2' })).toMatchObject({
    ready: '2/3',
    health: 'progressing',
  });
  expect(facts('batch/jobs', { Completions: '0/1' })).toMatchObject({ ready: '0/1' });
});

it('takes the server’s word and the kind’s health', () => {
  expect(facts('/pods', { Ready: '0/1', Status: 'CrashLoopBackOff' })).toEqual({
    kind: '/pods',
    ready: '0/1',
    word: 'CrashLoopBackOff',
    health: 'failed',
  });
});

it('what goes away says so, and that it is held when it does not go', () => {
  const until = (time: number) =>
    facts('/pods', { Ready: '1/1', Status: 'Running' }, { 'metadata.deletionTimestamp': new Date(time).toISOString() });
  expect(until(Date.now() + 30_000)).toMatchObject({ word: 'Terminating', health: 'progressing' });
  expect(until(Date.now() - 600_000)).toMatchObject({ word: 'Terminating', health: 'warning' });
});

it('leaves out pods and replica sets that something controls, and nothing else', () => {
  const owned = { 'metadata.ownerReferences[*].controller': [true] };
  expect(facts('/pods', { Ready: '1/1', Status: 'Running' }, owned)).toBeUndefined();
  expect(facts('apps/replicasets', { Desired: '1', Ready: '1' }, owned)).toBeUndefined();
  expect(facts('batch/jobs', { Completions: '1/1' }, owned)).toBeDefined();
  const adopted = { 'metadata.ownerReferences[*].controller': [null] };
  expect(facts('/pods', { Ready: '1/1', Status: 'Running' }, adopted)).toBeDefined();
});
