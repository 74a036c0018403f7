import { quantityOf } from '@quarterdeck/shared/quantity-text';
import { isJsonObject, type JsonObject, objectsIn, textAt, valueAt } from '../../json-value.ts';
import type { FieldFault } from '../../status-error.ts';
import {
  between,
  duplicate,
  forbidden,
  notFound,
  notNegative,
  oneOf,
  required,
  unsupported,
  wrong,
  wrongs,
} from './faults.ts';
import { not, notConfigKey, notEnvName, notPortName, notQualifiedName } from './names.ts';

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const RESOURCE_FIELDS = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
];
const FIELD_PATHS =
  /^(?:metadata\.(?:name|namespace|uid|labels|annotations)|metadata\.(?:labels|annotations)\['.*'\]|spec\.(?:nodeName|serviceAccountName)|status\.(?:hostIPs?|podIPs?))$/;
const STANDARD_RESOURCES = ['cpu', 'memory', 'ephemeral-storage'];

/** What a container may refer to. */
export interface PodContext {
  readonly volumes: ReadonlySet<string>;
  readonly hostNetwork: boolean;
  /** names of containers that were seen already; gets those that are checked */
  readonly names: Set<string>;
}

export function containerFaults(container: JsonObject, at: string, isInit: boolean, context: PodContext): FieldFault[] {
  const name = textAt(container, 'name');
  const image = textAt(container, 'image');
  const faults: FieldFault[] = [];
  if (name === '') faults.push(required(`${at}.name`));
  else faults.push(...wrongs(`${at}.name`, name, not('label', name)));
  if (context.names.has(name)) faults.push(duplicate(`${at}.name`, name));
  else if (name !== '') context.names.add(name);
  if (image === '') faults.push(required(`${at}.image`));
  else if (image.trim() !== image)
    faults.push(wrong(`${at}.image`, image, 'must not have leading or trailing whitespace'));
  if (container['lifecycle'] !== undefined)
    for (const hook of ['postStart', 'preStop']) {
      const handler = valueAt(container, 'lifecycle', hook);
      if (isJsonObject(handler)) faults.push(...handlerFaults(handler, `${at}.lifecycle.${hook}`));
    }
  const sidecar = isInit && container['restartPolicy'] === 'Always';
  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    const value = container[probe];
    if (!isJsonObject(value)) continue;
    if (isInit && !sidecar)
      faults.push(forbidden(`${at}.${probe}`, 'may not be set for init containers without restartPolicy=Always'));
    else faults.push(...probeFaults(value, `${at}.${probe}`, probe));
  }
  faults.push(
    ...portFaults(objectsIn(container, 'ports'), `${at}.ports`, context.hostNetwork),
    ...objectsIn(container, 'env').flatMap((env, index) => envFaults(env, `${at}.env[${index}]`)),
    ...objectsIn(container, 'envFrom').flatMap((source, index) => envFromFaults(source, `${at}.envFrom`, index)),
    ...mountFaults(objectsIn(container, 'volumeMounts'), `${at}.volumeMounts`, context.volumes),
    ...oneOf(`${at}.imagePullPolicy`, container['imagePullPolicy'], ['Always', 'IfNotPresent', 'Never']),
    ...resourceFaults(container['resources'], `${at}.resources`),
    ...securityFaults(container['securityContext'], `${at}.securityContext`),
  );
  const policy = container['terminationMessagePolicy'];
  if (policy !== undefined && policy !== 'File' && policy !== 'FallbackToLogsOnError')
    faults.push(wrong(`${at}.terminationMessagePolicy`, policy, "must be 'File' or 'FallbackToLogsOnError'"));
  return faults;
}

const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'];

function handlerFaults(handler: JsonObject, at: string): FieldFault[] {
  const set = HANDLERS.filter((name) => isJsonObject(handler[name]));
  if (set.length === 0) return [required(at, 'must specify a handler type')];
  const faults: FieldFault[] = [];
  set.forEach((name, index) => {
    const value = handler[name];
    if (index > 0) faults.push(forbidden(`${at}.${name}`, 'may not specify more than 1 handler type'));
    else if (name === 'exec') {
      const command = valueAt(value, 'command');
      if (!Array.isArray(command) || command.length === 0) faults.push(required(`${at}.exec.command`));
    } else if (name === 'httpGet' || name === 'tcpSocket') {
      faults.push(...portOrName(`${at}.${name}.port`, valueAt(value, 'port') ?? 0));
      if (name === 'httpGet')
        faults.push(...oneOf(`${at}.httpGet.scheme`, valueAt(value, 'scheme'), ['HTTP', 'HTTPS']));
    }
  });
  return faults;
}

/** A number or the name of a container's port. */
export function portOrName(field: string, value: unknown): FieldFault[] {
  return typeof value === 'string' ? wrongs(field, value, notPortName(value)) : between(field, value, 1, 65535);
}

function probeFaults(probe: JsonObject, at: string, kind: string): FieldFault[] {
  const faults = handlerFaults(probe, at);
  for (const field of [
    'initialDelaySeconds',
    'timeoutSeconds',
    'periodSeconds',
    'successThreshold',
    'failureThreshold',
  ])
    faults.push(...notNegative(`${at}.${field}`, probe[field]));
  const successes = probe['successThreshold'];
  if (kind !== 'readinessProbe' && typeof successes === 'number' && successes !== 1)
    faults.push(wrong(`${at}.successThreshold`, successes, 'must be 1'));
  return faults;
}

function portFaults(ports: readonly JsonObject[], at: string, hostNetwork: boolean): FieldFault[] {
  const names = new Set<unknown>();
  return ports.flatMap((port, index) => {
    const field = `${at}[${index}]`;
    const { name, containerPort = 0, hostPort } = port;
    const faults: FieldFault[] = [];
    if (typeof name === 'string' && name !== '') {
      const whys = notPortName(name);
      faults.push(...wrongs(`${field}.name`, name, whys));
      if (whys.length === 0 && names.has(name)) faults.push(duplicate(`${field}.name`, name));
      names.add(name);
    }
    if (containerPort === 0) faults.push(required(`${field}.containerPort`));
    else faults.push(...between(`${field}.containerPort`, containerPort, 1, 65535));
    if (hostPort !== undefined && hostPort !== 0) {
      faults.push(...between(`${field}.hostPort`, hostPort, 1, 65535));
      if (hostNetwork && hostPort !== containerPort)
        faults.push(wrong(`${field}.containerPort`, containerPort, 'must match `hostPort` when `hostNetwork` is true'));
    }
    return [...faults, ...oneOf(`${field}.protocol`, port['protocol'], PROTOCOLS)];
  });
}

const SOURCES = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef'];

function envFaults(env: JsonObject, at: string): FieldFault[] {
  const name = textAt(env, 'name');
  const faults = name === '' ? [required(`${at}.name`)] : wrongs(`${at}.name`, name, notEnvName(name));
  const from = env['valueFrom'];
  if (!isJsonObject(from)) return faults;
  const field = `${at}.valueFrom`;
  const set = SOURCES.filter((source) => isJsonObject(from[source]));
  if (set.length === 0)
    return [
      ...faults,
      wrong(field, '', 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`'),
    ];
  for (const source of set) faults.push(...sourceFaults(source, from[source], `${field}.${source}`));
  if (textAt(env, 'value') !== '') faults.push(wrong(field, '', 'may not be specified when `value` is not empty'));
  else if (set.length > 1) faults.push(wrong(field, '', 'may not have more than one field specified at a time'));
  return faults;
}

function sourceFaults(source: string, value: unknown, field: string): FieldFault[] {
  if (source === 'fieldRef') {
    const path = textAt(value, 'fieldPath');
    if (path === '') return [required(`${field}.fieldPath`)];
    return FIELD_PATHS.test(path)
      ? []
      : [wrong(`${field}.fieldPath`, path, `error converting fieldPath: field label not supported: ${path}`)];
  }
  if (source === 'resourceFieldRef') {
    const resource = textAt(value, 'resource');
    if (resource === '') return [required(`${field}.resource`)];
    const known = RESOURCE_FIELDS.includes(resource) || /^(?:requests|limits)\.hugepages-/.test(resource);
    return known ? [] : [unsupported(`${field}.resource`, resource, RESOURCE_FIELDS)];
  }
  if (source === 'fileKeyRef') return [];
  const name = textAt(value, 'name');
  const key = textAt(value, 'key');
  return [
    ...wrongs(`${field}.name`, name, not('subdomain', name)),
    ...(key === '' ? [required(`${field}.key`)] : wrongs(`${field}.key`, key, notConfigKey(key))),
  ];
}

function envFromFaults(source: JsonObject, at: string, index: number): FieldFault[] {
  const field = `${at}[${index}]`;
  const set = ['configMapRef', 'secretRef'].filter((kind) => isJsonObject(source[kind]));
  if (set.length === 0) return [wrong(at, '', 'must specify one of: `configMapRef` or `secretRef`')];
  const prefix = textAt(source, 'prefix');
  return [
    ...(prefix === '' ? [] : wrongs(`${field}.prefix`, prefix, notEnvName(prefix))),
    ...set.flatMap((kind) => {
      const name = textAt(source, kind, 'name');
      if (name === '') return [required(`${field}.${kind}.name`)];
      return wrongs(`${field}.${kind}.name`, name, not('subdomain', name));
    }),
  ];
}

function mountFaults(mounts: readonly JsonObject[], at: string, volumes: ReadonlySet<string>): FieldFault[] {
  const paths = new Set<string>();
  return mounts.flatMap((mount, index) => {
    const field = `${at}[${index}]`;
    const name = textAt(mount, 'name');
    const path = textAt(mount, 'mountPath');
    const faults: FieldFault[] = [];
    if (name === '') faults.push(required(`${field}.name`));
    if (!volumes.has(name)) faults.push(notFound(`${field}.name`, name));
    if (path === '') faults.push(required(`${field}.mountPath`));
    if (paths.has(path)) faults.push(wrong(`${field}.mountPath`, path, 'must be unique'));
    paths.add(path);
    const sub = textAt(mount, 'subPath');
    if (sub.startsWith('/')) faults.push(wrong(`${field}.subPath`, sub, 'must be a relative path'));
    else if (sub.split('/').includes('..')) faults.push(wrong(`${field}.subPath`, sub, "must not contain '..'"));
    return faults;
  });
}

function resourceFaults(resources: unknown, at: string): FieldFault[] {
  const limits = amounts(resources, 'limits');
  const requests = amounts(resources, 'requests');
  const faults: FieldFault[] = [];
  for (const [list, values] of [
    ['limits', limits],
    ['requests', requests],
  ] as const)
    for (const [name, value] of Object.entries(values))
      faults.push(...amountFaults(`${at}.${list}[${name}]`, name, value));
  for (const [name, value] of Object.entries(requests)) {
    const limit = limits[name];
    if (limit === undefined) continue;
    const over = quantityOf(value) > quantityOf(limit);
    const extended = name.includes('/') && quantityOf(value) !== quantityOf(limit);
    if (extended) faults.push(wrong(`${at}.requests`, value, `must be equal to ${name} limit of ${limit}`));
    else if (over)
      faults.push(wrong(`${at}.requests`, value, `must be less than or equal to ${name} limit of ${limit}`));
  }
  return faults;
}

function amounts(resources: unknown, list: string): JsonObject {
  const found = valueAt(resources, list);
  return isJsonObject(found) ? found : {};
}

function amountFaults(field: string, name: string, value: unknown): FieldFault[] {
  const faults = wrongs(field, name, notQualifiedName(name));
  if (!name.includes('/') && !STANDARD_RESOURCES.includes(name) && !name.startsWith('hugepages-'))
    faults.push(
      wrong(field, name, 'must be a standard resource type or fully qualified'),
      wrong(field, name, 'must be a standard resource for containers'),
    );
  const amount = quantityOf(value);
  if (amount < 0) faults.push(wrong(field, String(value), 'must be greater than or equal to 0'));
  if (name.includes('/') && !Number.isInteger(amount)) faults.push(wrong(field, value, 'must be an integer'));
  return faults;
}

function securityFaults(context: unknown, at: string): FieldFault[] {
  if (!isJsonObject(context)) return [];
  const faults = ['runAsUser', 'runAsGroup'].flatMap((field) =>
    between(`${at}.${field}`, context[field], 0, 2147483647),
  );
  if (context['allowPrivilegeEscalation'] === false) {
    if (context['privileged'] === true)
      faults.push(wrong(at, context, 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true'));
    const added = valueAt(context, 'capabilities', 'add');
    if (Array.isArray(added) && (added.includes('CAP_SYS_ADMIN') || added.includes('SYS_ADMIN')))
      faults.push(
        wrong(at, context, 'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN'),
      );
  }
  return faults;
}
