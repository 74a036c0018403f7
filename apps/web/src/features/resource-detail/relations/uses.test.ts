import { parseFieldPath, pickField } from '@quarterdeck/shared/field-path';
import { MAX_FIELDS } from '@quarterdeck/shared/live-protocol';
import { describe, expect, test } from 'vitest';
import type { DiscoveredResource, KubeObject, ObjectRef } from '../../../api/kube-object.ts';
import { isPicked } from '../../../api/match-selector.ts';
import { wholeKinds as kinds } from '../../../kinds/whole-kinds.ts';
import { pathSteps, pickAll, splitPath } from './pick-path.ts';
import { type Relative, relativeSource } from './relative.ts';
import { userKinds, userOf, userQuery, usesOf } from './uses.ts';

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
const configMaps = kind('', 'configmaps', 'ConfigMap');
const accounts = kind('', 'serviceaccounts', 'ServiceAccount');
const pods = kind('', 'pods', 'Pod');
const services = kind('', 'services', 'Service');
const deployments = kind('apps', 'deployments', 'Deployment');
const replicaSets = kind('apps', 'replicasets', 'ReplicaSet');
const cronJobs = kind('batch', 'cronjobs', 'CronJob');
const bindings = kind('rbac.authorization.k8s.io', 'rolebindings', 'RoleBinding');
const scalers = kind('autoscaling', 'horizontalpodautoscalers', 'HorizontalPodAutoscaler');
const nodes = kind('', 'nodes', 'Node', false);
const priorities = kind('scheduling.k8s.io', 'priorityclasses', 'PriorityClass', false);
const resources = [
  configMaps,
  accounts,
  pods,
  services,
  deployments,
  replicaSets,
  cronJobs,
  bindings,
  scalers,
  nodes,
  priorities,
];
const at = (resource: DiscoveredResource, name: string): ObjectRef => ({
  cluster: 'c',
  resource,
  namespace: resource.namespaced ? 'a' : undefined,
  name,
});

const podSpec = {
  serviceAccountName: 'robot',
  containers: [
    { name: 'x', envFrom: [{ configMapRef: { name: 'settings' } }], env: [{ name: 'A', value: '1' }] },
    { name: 'y', env: [{ name: 'B', valueFrom: { configMapKeyRef: { name: 'settings', key: 'b' } } }] },
  ],
  volumes: [
    { name: 'v', configMap: { name: 'settings' } },
    { name: 'w', persistentVolumeClaim: { claimName: 'disk' } },
  ],
};

/** A row of such a kind as the BFF would answer the query: fields picked by the same paths. */
function rowOf(resource: DiscoveredResource, whole: Record<string, unknown>, target: ObjectRef): Relative {
  const user = userKinds(target, kinds, resources).find((each) => each.resource === resource);
  if (user === undefined) throw new Error(`${resource.kind} is not looked at`);
  return {
    uid: 'u',
    ref: at(resource, 'web'),
    created: 1,
    labels: {},
    owners: [],
    health: undefined,
    word: '',
    field: (path) => {
      const parsed = parseFieldPath(path);
      if (parsed === undefined) throw new Error(`"${path}" is more than a live query may ask for`);
      return pickField(whole, parsed);
    },
  };
}
const asOf = (resource: DiscoveredResource, whole: Record<string, unknown>, target: ObjectRef, labels = {}) =>
  userOf(
    target,
    labels,
    userKinds(target, kinds, resources).find((each) => each.resource === resource)?.relations ?? [],
    rowOf(resource, whole, target),
  )?.as;

describe('TUT-08 what an object names', () => {
  test('a pod: each thing once, with all that it is named as', () => {
    const pod: KubeObject = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', namespace: 'a', uid: 'u' },
      spec: podSpec,
    };
    const found = usesOf(pod, kinds.get('/pods')?.relations);
    expect(found.map(({ to, as }) => [to.kind, to.namespace, to.name, [...as]])).toEqual([
      ['ConfigMap', 'a', 'settings', ['volume', 'environment', 'variable']],
      ['PersistentVolumeClaim', 'a', 'disk', ['volume']],
      ['ServiceAccount', 'a', 'robot', ['account']],
    ]);
  });

  test('a binding: its role and its service accounts; users are no objects', () => {
    const binding: KubeObject = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'b', namespace: 'a', uid: 'u' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
      subjects: [
        { kind: 'User', name: 'anna' },
        { kind: 'ServiceAccount', name: 'robot', namespace: 'b' },
      ],
    };
    const found = usesOf(binding, kinds.get('rbac.authorization.k8s.io/rolebindings')?.relations);
    expect(found.map(({ to }) => [to.kind, to.namespace, to.name])).toEqual([
      ['ClusterRole', 'a', 'view'],
      ['ServiceAccount', 'b', 'robot'],
    ]);
  });

  test('objects of a hostile shape say less instead of breaking the page', () => {
    const spec = { volumes: 'no list', containers: [null, 7, { envFrom: {} }], serviceAccountName: { a: 1 } };
    const pod: KubeObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', uid: 'u' }, spec };
    expect(usesOf(pod, kinds.get('/pods')?.relations)).toEqual([]);
    expect(pickAll(JSON.parse('{"__proto__":{"x":1}}'), ['constructor', 'name'])).toEqual([]);
  });
});

describe('TUT-18 what names an object', () => {
  const settings = at(configMaps, 'settings');

  test('pods and templates, however deep the path is; what a controller makes is left to its owner', () => {
    const template = { template: { spec: podSpec } };
    expect(asOf(pods, { spec: podSpec }, settings)).toEqual(['volume', 'environment', 'variable']);
    expect(asOf(deployments, { spec: template }, settings)).toEqual(['volume', 'environment', 'variable']);
    expect(asOf(cronJobs, { spec: { jobTemplate: { spec: template } } }, settings)).toContain('variable');
    expect(asOf(pods, { spec: podSpec }, at(configMaps, 'other'))).toBeUndefined();
    expect(userKinds(settings, kinds, resources).map(({ resource }) => resource)).not.toContain(replicaSets);
  });

  test('services pick pods by labels, but a deployment that owns them is no user', () => {
    const pod = at(pods, 'p');
    expect(userKinds(pod, kinds, resources).map(({ resource }) => resource.kind)).toEqual(['Service']);
    expect(asOf(services, { spec: { selector: { app: 'web' } } }, pod, { app: 'web', tier: 'x' })).toEqual(['picks']);
    expect(asOf(services, { spec: { selector: { app: 'api' } } }, pod, { app: 'web' })).toBeUndefined();
    expect(asOf(services, { spec: { selector: {} } }, pod, { app: 'web' })).toBeUndefined();
  });

  test('references that say themselves what they name', () => {
    const subjects = [{ kind: 'ServiceAccount', name: 'robot', namespace: 'a' }];
    expect(asOf(bindings, { subjects }, at(accounts, 'robot'))).toEqual(['subject']);
    expect(asOf(bindings, { subjects: [{ ...subjects[0], namespace: 'b' }] }, at(accounts, 'robot'))).toBeUndefined();
    const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
    expect(asOf(scalers, { spec: { scaleTargetRef } }, at(deployments, 'web'))).toEqual(['scales']);
  });

  test('the pods of a node stand in its own section and are not told twice; all pods of a cluster are never asked for', () => {
    expect(userKinds(at(nodes, 'n1'), kinds, resources)).toEqual([]);
    expect(userKinds(at(priorities, 'high'), kinds, resources).map(({ resource }) => resource)).not.toContain(pods);
  });

  test('every kind’s queries are ones that the BFF takes', () => {
    for (const resource of resources)
      for (const user of userKinds(at(resource, 'x'), kinds, resources)) {
        const { fields } = relativeSource(userQuery(at(resource, 'x'), user)).query;
        expect(fields.length).toBeLessThanOrEqual(MAX_FIELDS);
        for (const path of fields) expect(parseFieldPath(path), path).toBeDefined();
      }
  });
});

test('paths are split where a live query may go no deeper', () => {
  const path = 'spec.template.spec.containers[*].env[*].valueFrom.configMapKeyRef.name';
  expect(splitPath(path)).toEqual({
    head: 'spec.template.spec.containers[*].env[*].valueFrom',
    rest: ['configMapKeyRef', 'name'],
  });
  expect(pathSteps('a[*].b')).toEqual(['a', '[*]', 'b']);
});

test('selectors as objects hold them', () => {
  const labels = { app: 'web', tier: 'front' };
  const expression = (operator: string, values?: string[], key = 'tier') => ({
    matchExpressions: [{ key, operator, values }],
  });
  expect(isPicked(labels, {}, 'selector')).toBe(true);
  expect(isPicked(labels, undefined, 'selector')).toBe(false);
  expect(isPicked(labels, expression('In', ['front', 'back']), 'selector')).toBe(true);
  expect(isPicked(labels, expression('NotIn', ['front']), 'selector')).toBe(false);
  expect(isPicked(labels, expression('Exists', undefined, 'toString'), 'selector')).toBe(false);
  expect(isPicked(labels, expression('DoesNotExist', undefined, 'gone'), 'selector')).toBe(true);
  expect(isPicked(labels, expression('Perhaps'), 'selector')).toBe(false);
});
