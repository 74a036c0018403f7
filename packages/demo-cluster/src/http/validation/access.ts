import { isJsonObject, type JsonObject, objectsIn, textAt, valueAt } from '../../json-value.ts';
import type { FieldFault } from '../../status-error.ts';
import type { DemoObject } from '../../store.ts';
import { forbidden, oneOf, required, unsupported, wrong, wrongs } from './faults.ts';
import { labelFaults, selectorFaults } from './metadata.ts';
import { notQualifiedName } from './names.ts';

const RBAC = 'rbac.authorization.k8s.io';
const has = (rule: JsonObject, field: string) => Array.isArray(rule[field]) && (rule[field] as unknown[]).length > 0;

export function roleFaults(object: DemoObject): FieldFault[] {
  const faults = objectsIn(object, 'rules').flatMap((rule, index) => {
    const at = `rules[${index}]`;
    const found: FieldFault[] = [];
    if (!has(rule, 'verbs')) found.push(required(`${at}.verbs`, 'verbs must contain at least one value'));
    if (has(rule, 'nonResourceURLs')) {
      const urls = rule['nonResourceURLs'];
      if (object.metadata.namespace !== undefined)
        found.push(wrong(`${at}.nonResourceURLs`, urls, 'namespaced rules cannot apply to non-resource URLs'));
      if (['apiGroups', 'resources', 'resourceNames'].some((field) => has(rule, field)))
        found.push(
          wrong(`${at}.nonResourceURLs`, urls, 'rules cannot apply to both regular resources and non-resource URLs'),
        );
      return found;
    }
    if (!has(rule, 'apiGroups'))
      found.push(required(`${at}.apiGroups`, 'resource rules must supply at least one api group'));
    if (!has(rule, 'resources'))
      found.push(required(`${at}.resources`, 'resource rules must supply at least one resource'));
    return found;
  });
  objectsIn(object, 'aggregationRule', 'clusterRoleSelectors').forEach((selector, index) => {
    faults.push(...selectorFaults(selector, `aggregationRule.clusterRoleSelectors[${index}]`));
  });
  return faults;
}

export function bindingFaults(object: DemoObject): FieldFault[] {
  const ref = object['roleRef'];
  const inNamespace = object.metadata.namespace !== undefined;
  const kinds = inNamespace ? ['Role', 'ClusterRole'] : ['ClusterRole'];
  const faults = [
    ...oneOf('roleRef.apiGroup', valueAt(ref, 'apiGroup') ?? RBAC, [RBAC]),
    ...(kinds.includes(textAt(ref, 'kind')) ? [] : [unsupported('roleRef.kind', textAt(ref, 'kind'), kinds)]),
    ...(textAt(ref, 'name') === '' ? [required('roleRef.name')] : []),
  ];
  objectsIn(object, 'subjects').forEach((subject, index) => {
    const at = `subjects[${index}]`;
    const kind = textAt(subject, 'kind');
    const group = textAt(subject, 'apiGroup');
    if (textAt(subject, 'name') === '') faults.push(required(`${at}.name`));
    if (!['ServiceAccount', 'User', 'Group'].includes(kind))
      faults.push(unsupported(`${at}.kind`, kind, ['ServiceAccount', 'User', 'Group']));
    else if (kind === 'ServiceAccount') {
      if (group !== '') faults.push(unsupported(`${at}.apiGroup`, group, ['']));
      if (!inNamespace && textAt(subject, 'namespace') === '') faults.push(required(`${at}.namespace`));
    } else if (group !== '' && group !== RBAC) faults.push(unsupported(`${at}.apiGroup`, group, [RBAC]));
  });
  return faults;
}

const MAX_PRIORITY = 1_000_000_000;

export function priorityClassFaults(object: DemoObject): FieldFault[] {
  const { name } = object.metadata;
  const value = object['value'];
  const system = name.startsWith('system-');
  const faults = oneOf('preemptionPolicy', object['preemptionPolicy'], ['PreemptLowerPriority', 'Never']);
  if (system && name !== 'system-cluster-critical' && name !== 'system-node-critical')
    return [
      forbidden(
        'metadata.name',
        `priority class names with 'system-' prefix are reserved for system use only. error: ${name} is not a known system priority class`,
      ),
      ...faults,
    ];
  if (!system && typeof value === 'number' && value > MAX_PRIORITY)
    return [forbidden('value', `maximum allowed value of a user defined priority is ${MAX_PRIORITY}`), ...faults];
  return faults;
}

export function nodeFaults(object: DemoObject): FieldFault[] {
  const seen = new Set<string>();
  return objectsIn(object, 'spec', 'taints').flatMap((taint, index) => {
    const at = `metadata.taints[${index}]`;
    const key = textAt(taint, 'key');
    const id = `${key}:${textAt(taint, 'effect')}`;
    const twice = seen.has(id);
    seen.add(id);
    const effect = taint['effect'];
    return [
      ...wrongs(`${at}.key`, key, notQualifiedName(key)),
      ...oneOf(`${at}.effect`, effect, ['NoSchedule', 'PreferNoSchedule', 'NoExecute'], false),
      ...(twice
        ? [
            {
              field: at,
              type: 'Duplicate value' as const,
              value: taint,
              detail: 'taints must be unique by key and effect pair',
            },
          ]
        : []),
    ];
  });
}

/** Pods and templates of ReplicationControllers are selected by a plain map of labels. */
export function controllerFaults(object: DemoObject): FieldFault[] {
  const selector = valueAt(object, 'spec', 'selector');
  const labels = valueAt(object, 'spec', 'template', 'metadata', 'labels');
  if (!isJsonObject(selector) || Object.keys(selector).length === 0) return [required('spec.selector')];
  const differs = Object.entries(selector).some(([key, value]) => valueAt(labels, key) !== value);
  return [
    ...labelFaults(selector, 'spec.selector'),
    ...(differs
      ? [wrong('spec.template.metadata.labels', labels ?? null, '`selector` does not match template `labels`')]
      : []),
  ];
}
