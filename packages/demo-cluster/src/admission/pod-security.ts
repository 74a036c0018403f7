import { isJsonObject, valueAt } from '../json-value.ts';
import { forbidden, invalid } from '../status-error.ts';
import type { DemoObject } from '../store.ts';
import { type AdmissionPlugin, type AdmissionRequest, type AdmissionStore, writes } from './admission-plugin.ts';
import { type Level, violations } from './pod-security-checks.ts';

const NAMESPACES = { group: '', resource: 'namespaces' };
const PODS = { group: '', resource: 'pods' };
const PREFIX = 'pod-security.kubernetes.io/';
const LEVELS: readonly string[] = ['privileged', 'baseline', 'restricted'];

/** Where the pod spec of a workload is, by "resource.group". */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  '/replicationcontrollers': ['spec', 'template'],
  '/podtemplates': ['template'],
  'apps/deployments': ['spec', 'template'],
  'apps/replicasets': ['spec', 'template'],
  'apps/statefulsets': ['spec', 'template'],
  'apps/daemonsets': ['spec', 'template'],
  'batch/jobs': ['spec', 'template'],
  'batch/cronjobs': ['spec', 'jobTemplate', 'spec', 'template'],
};

interface Policy {
  readonly level: Level;
  readonly version: string;
}

function policyOf(namespace: DemoObject, mode: 'enforce' | 'warn' | 'audit'): Policy | undefined {
  const labels = namespace.metadata.labels ?? {};
  const level = labels[`${PREFIX}${mode}`];
  if (level === undefined || !LEVELS.includes(level) || level === 'privileged') return undefined;
  return { level: level as Level, version: labels[`${PREFIX}${mode}-version`] ?? 'latest' };
}

const words = ({ level, version }: Policy) => `"${level}:${version}"`;

/** PodSecurity: refuses pods that break the namespace's enforced level, warns about those that break its warned one. */
export const podSecurity: AdmissionPlugin = (request, store) => {
  const { key, object, operation, subresource } = request;
  if (key.group === '' && key.resource === 'namespaces' && subresource === '') return checkLabels(request, store);
  const namespace = store.get(NAMESPACES, undefined, object.metadata.namespace ?? '');
  if (!namespace || operation === 'DELETE') return undefined;
  const at = TEMPLATES[`${key.group}/${key.resource}`];
  const isPod = writes(request, 'pods', 'CREATE') || (key.resource === 'pods' && subresource === 'ephemeralcontainers');
  if (!isPod && (!at || subresource !== '')) return undefined;
  const pod = isPod || !at ? object : valueAt(object, ...at);
  if (!isJsonObject(pod)) return undefined;
  const enforced = isPod ? policyOf(namespace, 'enforce') : undefined;
  if (enforced) {
    const found = violations(pod, enforced.level);
    if (found.length > 0)
      throw forbidden(key, object.metadata.name ?? '', `violates PodSecurity ${words(enforced)}: ${found.join(', ')}`);
  }
  const warned = policyOf(namespace, 'warn');
  const found = warned ? violations(pod, warned.level) : [];
  return warned && found.length > 0 ? [`would violate PodSecurity ${words(warned)}: ${found.join(', ')}`] : undefined;
};

/** The levels must be ones; the pods that are there already and break a new enforced level are only named. */
const checkLabels = ({ object, old, operation }: AdmissionRequest, store: AdmissionStore) => {
  if (operation === 'DELETE') return undefined;
  for (const mode of ['enforce', 'audit', 'warn']) {
    const value = object.metadata.labels?.[`${PREFIX}${mode}`];
    if (value !== undefined && !LEVELS.includes(value))
      throw invalid('', 'Namespace', object.metadata.name, [
        {
          field: `metadata.labels[${PREFIX}${mode}]`,
          type: 'Invalid value',
          value,
          detail: `must be one of ${LEVELS.join(', ')}`,
        },
      ]);
  }
  const next = policyOf(object, 'enforce');
  const before = old ? policyOf(old, 'enforce') : undefined;
  if (!next || !old || (next.level === before?.level && next.version === before.version)) return undefined;
  const byReasons = new Map<string, string[]>();
  for (const pod of store.list(PODS, object.metadata.name)) {
    const kinds = violations(pod, next.level)
      .map((one) => one.replace(/ \(.*$/, ''))
      .join(', ');
    if (kinds !== '') byReasons.set(kinds, [...(byReasons.get(kinds) ?? []), pod.metadata.name]);
  }
  if (byReasons.size === 0) return undefined;
  const lines = [...byReasons].map(([kinds, [first, ...others]]) => {
    const more = others.length === 0 ? '' : ` (and ${others.length} other pod${others.length === 1 ? '' : 's'})`;
    return `${first}${more}: ${kinds}`;
  });
  return [
    `existing pods in namespace "${object.metadata.name}" violate the new PodSecurity enforce level ${words(next)}`,
    ...lines,
  ];
};
