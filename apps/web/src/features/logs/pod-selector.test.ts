import { expect, it } from 'vitest';
import type { KubeObject } from '../../api/kube-object.ts';
import { wholeKinds as kinds } from '../../kinds/whole-kinds.ts';
import { behind, madeBy, ownsPods, podSelector, toldApartBy } from './pod-selector.ts';

const WITH_LOGS = [
  'apps/deployments',
  'apps/daemonsets',
  'apps/statefulsets',
  'apps/replicasets',
  '/replicationcontrollers',
  'batch/jobs',
  'batch/cronjobs',
  '/services',
];
const object = (spec: Record<string, unknown>): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Any',
  metadata: { name: 'any', namespace: 'team-a', uid: 'u' },
  spec,
});
const labels = { app: 'web' };

it.each(WITH_LOGS)('%s has a logs tab, and its relations say whose', (id) => {
  const definition = kinds.get(id);
  expect(definition?.tabs?.some((tab) => tab.id === 'logs')).toBe(true);
  const selector = id.startsWith('/') ? labels : { matchLabels: labels };
  const found = podSelector(object({ selector }), definition?.relations);
  if (id === 'batch/cronjobs') {
    expect(found).toBeUndefined();
    expect(madeBy(definition?.relations, kinds)).toEqual({
      resource: 'batch/v1/jobs',
      label: 'job-name',
      value: 'name',
      narrowed: '',
    });
  } else expect(found).toEqual({ text: 'app=web' });
});

it('a Service without a selector picks nothing, a workload with an empty one picks all', () => {
  expect(podSelector(object({}), kinds.get('/services')?.relations)).toBe('none');
  expect(podSelector(object({ selector: {} }), kinds.get('/services')?.relations)).toBe('none');
  expect(podSelector(object({ selector: {} }), kinds.get('apps/deployments')?.relations)).toEqual({ text: '' });
  expect(
    podSelector(
      object({ selector: { matchExpressions: [{ key: 'a', operator: 'In', values: ['b', 'c'] }] } }),
      kinds.get('batch/jobs')?.relations,
    ),
  ).toEqual({ text: 'a in (b,c)' });
});

it('T5.2-03: two Deployments of one selector are told apart by what they own', () => {
  const relations = kinds.get('apps/deployments')?.relations;
  expect(toldApartBy(object({ selector: { matchLabels: labels } }), relations)).toEqual({
    resource: 'apps/v1/replicasets',
    label: 'pod-template-hash',
    value: 'label',
    narrowed: 'app=web',
  });
  expect(toldApartBy(object({ selector: labels }), kinds.get('/services')?.relations)).toBeUndefined();
});

it.each([
  ['its own alone', ['b', 'a', 'b'], 'app=web', 'app=web,hash in (a,b)'],
  ['nothing was made yet', [], 'app=web', 'app=web,hash in (none-yet)'],
  ['one that says no value', ['a', ''], 'app=web', 'app=web'],
  ['more than a server takes', Array.from({ length: 61 }, (_, i) => `h${i}`), 'app=web', 'app=web'],
  ['a selector that picks all', ['a'], '', 'hash in (a)'],
  ['none of its own', ['j-1', 'j-2'], undefined, 'hash in (j-1,j-2)'],
])('the selector of what is behind: %s', (_, values, own, text) => {
  expect(behind({ label: 'hash' }, values, own)).toBe(text);
});

it.each([
  ['apps/statefulsets', true],
  ['apps/daemonsets', true],
  ['apps/replicasets', true],
  ['/replicationcontrollers', true],
  ['batch/jobs', true],
  ['apps/deployments', false],
  ['batch/cronjobs', false],
  ['/services', false],
  ['policy/poddisruptionbudgets', false],
])('T5.2-03: whether %s control their pods themselves: %s', (id, is) => {
  expect(ownsPods(kinds.get(id)?.relations)).toBe(is);
});
