import { canonical, quantityOf } from '@quarterdeck/shared/quantity-text';
import { isJsonObject, type JsonObject, objectsIn, textAt, valueAt } from '../../json-value.ts';
import type { FieldFault } from '../../status-error.ts';
import type { DemoObject } from '../../store.ts';
import { duplicate, required, tooLong, wrong, wrongs } from './faults.ts';
import { notConfigKey, notQualifiedName } from './names.ts';

const MAX_DATA = 1024 * 1024;
const REDACTED = '<secret contents redacted>';

const entries = (value: unknown): [string, unknown][] => (isJsonObject(value) ? Object.entries(value) : []);

export function configMapFaults(object: DemoObject): FieldFault[] {
  const binary = entries(object['binaryData']);
  let size = 0;
  const faults = entries(object['data']).flatMap(([key, value]) => {
    size += Buffer.byteLength(String(value));
    const twice = binary.some(([other]) => other === key);
    return [
      ...wrongs(`data[${key}]`, key, notConfigKey(key)),
      ...(twice ? [wrong(`data[${key}]`, key, 'duplicate of key present in binaryData')] : []),
    ];
  });
  for (const [key, value] of binary) {
    size += Buffer.byteLength(String(value), 'base64');
    faults.push(...wrongs(`binaryData[${key}]`, key, notConfigKey(key)));
  }
  return size > MAX_DATA ? [...faults, tooLong('', MAX_DATA)] : faults;
}

/** The keys that a type of secret must have. */
const SECRET_KEYS: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
};

export function secretFaults(object: DemoObject): FieldFault[] {
  const data = isJsonObject(object['data']) ? object['data'] : {};
  const faults = Object.keys(data).flatMap((key) => wrongs(`data[${key}]`, key, notConfigKey(key)));
  const size = Object.values(data).reduce<number>((sum, value) => sum + Buffer.byteLength(String(value), 'base64'), 0);
  if (size > MAX_DATA) faults.push(tooLong('data', MAX_DATA));
  const type = textAt(object, 'type');
  for (const key of SECRET_KEYS[type] ?? []) {
    if (data[key] === undefined) faults.push(required(`data[${key}]`));
    else if (key.startsWith('.docker')) faults.push(...jsonFaults(`data[${key}]`, data[key]));
  }
  if (type === 'kubernetes.io/basic-auth' && data['username'] === undefined && data['password'] === undefined)
    faults.push(required('data[username]'), required('data[password]'));
  const account = 'kubernetes.io/service-account.name';
  if (type === 'kubernetes.io/service-account-token' && !object.metadata.annotations?.[account])
    faults.push(required(`metadata.annotations[${account}]`));
  return faults;
}

function jsonFaults(field: string, value: unknown): FieldFault[] {
  const text = Buffer.from(String(value), 'base64').toString();
  try {
    JSON.parse(text);
    return [];
  } catch {
    const why =
      text === ''
        ? 'unexpected end of JSON input'
        : `invalid character '${text.trimStart().charAt(0)}' looking for beginning of value`;
    return [wrong(field, REDACTED, why)];
  }
}

const QUOTA_RESOURCES = new Set(
  'cpu memory ephemeral-storage requests.cpu requests.memory requests.storage requests.ephemeral-storage limits.cpu limits.memory limits.ephemeral-storage pods services replicationcontrollers resourcequotas secrets configmaps persistentvolumeclaims services.nodeports services.loadbalancers'.split(
    ' ',
  ),
);
const COUNTED = new Set(
  'pods services replicationcontrollers resourcequotas secrets configmaps persistentvolumeclaims services.nodeports services.loadbalancers'.split(
    ' ',
  ),
);
const SCOPES = [
  'Terminating',
  'NotTerminating',
  'BestEffort',
  'NotBestEffort',
  'PriorityClass',
  'CrossNamespacePodAffinity',
];

export function quotaFaults(object: DemoObject): FieldFault[] {
  const faults = entries(valueAt(object, 'spec', 'hard')).flatMap(([name, value]) => {
    const field = `spec.hard[${name}]`;
    const amount = quantityOf(value);
    const known = QUOTA_RESOURCES.has(name) || name.includes('/') || /^(?:requests\.)?hugepages-/.test(name);
    return [
      ...wrongs(field, name, notQualifiedName(name)),
      ...(known
        ? []
        : [
            wrong(field, name, 'must be a standard resource type or fully qualified'),
            wrong(field, name, 'must be a standard resource for quota'),
          ]),
      ...(amount < 0 ? [wrong(field, String(value), 'must be greater than or equal to 0')] : []),
      ...(COUNTED.has(name) && !Number.isInteger(amount) ? [wrong(field, canonical(value), 'must be an integer')] : []),
    ];
  });
  const scopes = valueAt(object, 'spec', 'scopes');
  if (Array.isArray(scopes) && scopes.some((scope) => !SCOPES.includes(String(scope))))
    faults.push(wrong('spec.scopes', scopes, 'unsupported scope'));
  return faults;
}

/** Pairs of bounds, the second of which must not be below the first, with the words for it. */
const BOUNDS: readonly (readonly [string, string, string, string])[] = [
  ['min', 'max', 'min', 'min value {a} is greater than max value {b}'],
  ['min', 'defaultRequest', 'defaultRequest', 'min value {a} is greater than default request value {b}'],
  ['defaultRequest', 'max', 'defaultRequest', 'default request value {a} is greater than max value {b}'],
  ['defaultRequest', 'default', 'defaultRequest', 'default request value {a} is greater than default limit value {b}'],
  ['min', 'default', 'default', 'min value {a} is greater than default value {b}'],
  ['default', 'max', 'default', 'default value {a} is greater than max value {b}'],
];

export function limitRangeFaults(object: DemoObject): FieldFault[] {
  const types = new Set<string>();
  return objectsIn(object, 'spec', 'limits').flatMap((limit, index) => {
    const at = `spec.limits[${index}]`;
    const type = textAt(limit, 'type');
    const faults = types.has(type) ? [duplicate(`${at}.type`, type)] : [];
    types.add(type);
    return [...faults, ...boundFaults(limit, at)];
  });
}

function boundFaults(limit: JsonObject, at: string): FieldFault[] {
  return BOUNDS.flatMap(([low, high, named, words]) =>
    entries(limit[low]).flatMap(([resource, a]) => {
      const b = valueAt(limit, high, resource);
      if (b === undefined || quantityOf(a) <= quantityOf(b)) return [];
      const text = words.replace('{a}', canonical(a)).replace('{b}', canonical(b));
      return [wrong(`${at}.${named}[${resource}]`, canonical(valueAt(limit, named, resource)), text)];
    }),
  );
}
