import { type Container, KEYS, type Pod, type Service } from '../controllers/kinds.ts';
import type { ClusterStore } from '../store.ts';
import type { ImageProfile } from './image-table.ts';

/** Why a container cannot be configured: CreateContainerConfigError's message. */
export class ConfigError extends Error {}

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The environment of a container: image, services, envFrom, env. Throws ConfigError for what is referred to but missing. */
export function environmentOf(
  store: ClusterStore,
  pod: Pod,
  container: Container,
  profile: ImageProfile,
): Record<string, string> {
  const env: Record<string, string> = {
    PATH,
    HOSTNAME: pod.spec.hostNetwork ? (pod.spec.nodeName ?? '') : pod.metadata.name,
    ...profile.env,
    ...(container.tty ? { TERM: 'xterm' } : {}),
    ...serviceVariables(store, pod),
  };
  for (const source of container.envFrom ?? []) {
    const { kind, ref } = source.configMapRef
      ? { kind: 'ConfigMap' as const, ref: source.configMapRef }
      : { kind: 'Secret' as const, ref: source.secretRef ?? { name: '' } };
    const data = dataOf(store, kind, pod, ref.name);
    if (!data && !ref.optional) throw new ConfigError(`${kind.toLowerCase()} "${ref.name}" not found`);
    for (const [key, value] of Object.entries(data ?? {})) env[`${source.prefix ?? ''}${key}`] = value;
  }
  for (const { name, value, valueFrom } of container.env ?? []) {
    const found = valueFrom ? fromSource(store, pod, container, valueFrom) : expanded(value ?? '', env);
    if (found !== undefined) env[name] = found;
  }
  // the runtime's own, after all that the pod says
  env['HOME'] ??= '/root';
  return env;
}

/** $(NAME) of variables defined before. */
function expanded(text: string, env: Readonly<Record<string, string>>): string {
  return text.replace(/\$\$|\$\(([\w.-]+)\)/g, (whole, name?: string) =>
    name === undefined ? '$' : Object.hasOwn(env, name) ? (env[name] ?? '') : whole,
  );
}

/** A command's arguments with their $(NAME)s. */
export function expandArguments(argv: readonly string[], env: Readonly<Record<string, string>>): string[] {
  return argv.map((one) => expanded(one, env));
}

type ValueSource = NonNullable<NonNullable<Container['env']>[number]['valueFrom']>;

function fromSource(store: ClusterStore, pod: Pod, container: Container, source: ValueSource): string | undefined {
  for (const [kind, ref] of [
    ['ConfigMap', source.configMapKeyRef],
    ['Secret', source.secretKeyRef],
  ] as const) {
    if (!ref) continue;
    const data = dataOf(store, kind, pod, ref.name);
    const value = data?.[ref.key];
    if (value !== undefined) return value;
    if (ref.optional) return undefined;
    const lower = kind.toLowerCase();
    throw new ConfigError(
      data
        ? `couldn't find key ${ref.key} in ${kind} ${pod.metadata.namespace}/${ref.name}`
        : `${lower} "${ref.name}" not found`,
    );
  }
  if (source.fieldRef) return fieldOf(pod, source.fieldRef.fieldPath);
  const resource = source.resourceFieldRef?.resource ?? '';
  const [side, name] = resource.split('.');
  const amounts = side === 'limits' ? container.resources?.limits : container.resources?.requests;
  return String(amounts?.[name ?? ''] ?? '0');
}

/** The downward API's fields. */
export function fieldOf(pod: Pod, path: string): string {
  const keyed = /^metadata\.(labels|annotations)(?:\['([^']+)'\])?$/.exec(path);
  if (keyed) {
    const values = (keyed[1] === 'labels' ? pod.metadata.labels : pod.metadata.annotations) ?? {};
    if (keyed[2]) return values[keyed[2]] ?? '';
    return Object.entries(values)
      .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
      .join('\n');
  }
  const fields: Record<string, string | undefined> = {
    'metadata.name': pod.metadata.name,
    'metadata.namespace': pod.metadata.namespace,
    'metadata.uid': pod.metadata.uid,
    'spec.nodeName': pod.spec.nodeName,
    'spec.serviceAccountName': pod.spec.serviceAccountName,
    'status.hostIP': pod.status?.hostIP,
    'status.podIP': pod.status?.podIP,
    'status.podIPs': pod.status?.podIP,
  };
  return fields[path] ?? '';
}

/** The data of a ConfigMap or Secret as text; undefined when there is none. */
export function dataOf(
  store: ClusterStore,
  kind: 'ConfigMap' | 'Secret',
  pod: Pod,
  name: string,
): Record<string, string> | undefined {
  const object = store.get(KEYS[kind], pod.metadata.namespace, name);
  if (!object) return undefined;
  const plain = (object['data'] ?? {}) as Record<string, string>;
  const decode = (values: Record<string, string>) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]));
  if (kind === 'Secret') return { ...decode(plain), ...((object['stringData'] ?? {}) as Record<string, string>) };
  return { ...plain, ...decode((object['binaryData'] ?? {}) as Record<string, string>) };
}

/** The variables of the services that are there when the container starts: docker's links, in the kubelet's words. */
function serviceVariables(store: ClusterStore, pod: Pod): Record<string, string> {
  const variables: Record<string, string> = {};
  const add = ({ metadata, spec }: Service) => {
    const [first] = spec.ports ?? [];
    const address = spec.clusterIP;
    if (!address || address === 'None' || !first) return;
    const name = envName(metadata.name);
    variables[`${name}_SERVICE_HOST`] = address;
    variables[`${name}_SERVICE_PORT`] = String(first.port);
    for (const port of spec.ports ?? [])
      if (port.name) variables[`${name}_SERVICE_PORT_${envName(port.name)}`] = String(port.port);
    variables[`${name}_PORT`] = `${(first.protocol ?? 'TCP').toLowerCase()}://${address}:${first.port}`;
    for (const { port, protocol = 'TCP' } of spec.ports ?? []) {
      const prefix = `${name}_PORT_${port}_${protocol}`;
      variables[prefix] = `${protocol.toLowerCase()}://${address}:${port}`;
      variables[`${prefix}_PROTO`] = protocol.toLowerCase();
      variables[`${prefix}_PORT`] = String(port);
      variables[`${prefix}_ADDR`] = address;
    }
  };
  // the API server's own Service is linked into every pod
  const master = store.get(KEYS.Service, 'default', 'kubernetes') as Service | undefined;
  if (master) add(master);
  if (pod.spec['enableServiceLinks'] !== false)
    for (const service of store.list(KEYS.Service, pod.metadata.namespace) as Service[]) add(service);
  return variables;
}

const envName = (name: string) => name.toUpperCase().replaceAll('-', '_');
