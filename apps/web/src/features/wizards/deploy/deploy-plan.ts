import { parseQuantity } from '@quarterdeck/shared/quantity';
import { isImage } from '../../../actions/debug/image-field.tsx';
import { shellWord } from '../../../actions/kubectl-command.ts';
import { readArgv, readCommand, type TypedCommand } from '../../../ui/argv.ts';
import type { PlainObject, PlannedObject } from '../plan/planned-object.ts';
import {
  createCommand,
  exposeCommand,
  isPort,
  isServiceName,
  type ServiceInput,
  type ServiceType,
  serviceFault,
  serviceObject,
} from './service-object.ts';

/** Where the value of an environment variable comes from. */
export const ENV_SOURCES = ['value', 'configMap', 'secret'] as const;
type EnvSource = (typeof ENV_SOURCES)[number];

export interface EnvInput {
  /** of the line in the form */
  readonly id: number;
  readonly name: string;
  readonly source: EnvSource;
  /** the value itself, or the name of the ConfigMap or Secret */
  readonly value: string;
  /** of the ConfigMap or Secret */
  readonly key: string;
}

interface ContainerPortInput {
  readonly id: number;
  readonly port: string;
  readonly protocol: string;
}

export const RESOURCE_FIELDS = ['cpuRequest', 'memoryRequest', 'cpuLimit', 'memoryLimit'] as const;
type ResourceField = (typeof RESOURCE_FIELDS)[number];

/** What the form asks for (TUT-15, OPS-090). */
export interface DeployInput {
  readonly namespace: string;
  readonly name: string;
  readonly image: string;
  readonly replicas: string;
  readonly ports: readonly ContainerPortInput[];
  /** in place of the image's ENTRYPOINT */
  readonly command: TypedCommand;
  /** in place of the image's CMD */
  readonly args: string;
  readonly env: readonly EnvInput[];
  readonly resources: Readonly<Record<ResourceField, string>>;
  /** beside "app" */
  readonly labels: Readonly<Record<string, string>>;
  /** none: nothing but the Deployment */
  readonly service: ServiceType | 'none';
}

export type DeployField =
  | 'namespace'
  | 'name'
  | 'image'
  | 'replicas'
  | 'ports'
  | 'command'
  | 'args'
  | 'env'
  | ResourceField
  | 'service';

export function initialDeploy(start: Readonly<Record<string, string>>): DeployInput {
  return {
    namespace: start['namespace'] ?? 'default',
    name: '',
    image: start['image'] ?? '',
    replicas: '1',
    ports: [],
    command: { text: '', throughShell: false },
    args: '',
    env: [],
    resources: { cpuRequest: '', memoryRequest: '', cpuLimit: '', memoryLimit: '' },
    labels: {},
    service: 'none',
  };
}

/** "registry.example.com:5000/team/web:1.2@sha256:…" → "web": a name to begin with. */
export function nameOfImage(image: string): string {
  const last = image.split('@')[0]?.split('/').at(-1)?.split(':')[0] ?? '';
  return last
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '')
    .slice(0, 50);
}

type RowFault = 'empty' | 'wrong' | undefined;

/** By line: what cannot be a port, or stands in a line before. */
export function portFaults(ports: DeployInput['ports']): readonly RowFault[] {
  const seen = new Set<string>();
  return ports.map(({ port, protocol }) => {
    const isGood = isPort(port) && !seen.has(`${port}/${protocol}`);
    seen.add(`${port}/${protocol}`);
    return isGood ? undefined : port === '' ? 'empty' : 'wrong';
  });
}

/** By line: what cannot be a variable, or is set in a line before. */
export function envFaults(env: DeployInput['env']): readonly RowFault[] {
  const seen = new Set<string>();
  return env.map((each) => {
    const isGood = isEnvName(each.name) && !seen.has(each.name) && (each.source === 'value' || isReference(each));
    seen.add(each.name);
    return isGood ? undefined : each.name === '' ? 'empty' : 'wrong';
  });
}

/** Fields that cannot be sent as they are, in their order in the form; "empty" where nothing was typed. */
export function deployFaults(input: DeployInput): ReadonlyMap<DeployField, 'empty' | 'wrong'> {
  const faults = new Map<DeployField, 'empty' | 'wrong'>();
  const check = (field: DeployField, text: string, isGood: boolean) => {
    if (!isGood) faults.set(field, text === '' ? 'empty' : 'wrong');
  };
  const { namespace, name, image, replicas, resources, ports, env, service, command, args } = input;
  check('image', image, isImage(image));
  check('name', name, isServiceName(name));
  check('namespace', namespace, /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace));
  check('replicas', replicas, /^\d{1,5}$/.test(replicas));
  const checkRows = (field: DeployField, found: readonly RowFault[]) => {
    const worst = found.includes('wrong') ? 'wrong' : found.find((one) => one !== undefined);
    if (worst !== undefined) faults.set(field, worst);
  };
  checkRows('ports', portFaults(ports));
  if (readCommand(command).fault !== undefined) faults.set('command', 'wrong');
  if (readArgv(args).fault !== undefined) faults.set('args', 'wrong');
  checkRows('env', envFaults(env));
  for (const field of RESOURCE_FIELDS) check(field, resources[field], isAmount(resources[field]));
  for (const [low, high] of [
    ['cpuRequest', 'cpuLimit'],
    ['memoryRequest', 'memoryLimit'],
  ] as const)
    if (resources[high] !== '' && amount(resources[low]) > amount(resources[high])) faults.set(high, 'wrong');
  if (service !== 'none' && faults.size === 0 && serviceFault(serviceOf(input)) !== undefined)
    faults.set('service', 'wrong');
  return faults;
}

const amount = (text: string) => parseQuantity(text) ?? 0;

/** Empty, or a quantity that is not negative. */
function isAmount(text: string): boolean {
  const number = text === '' ? 0 : parseQuantity(text);
  return number !== undefined && number >= 0;
}

/** A C identifier, with the dots and hyphens that the API server takes as well. */
const isEnvName = (text: string) => /^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(text);

const isReference = ({ value, key }: EnvInput) =>
  /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(value) && /^[-._a-zA-Z0-9]+$/.test(key);

/** The Service that is made beside it: a port for each of the container's. */
function serviceOf({ name, namespace, ports, labels, service }: DeployInput): ServiceInput {
  return {
    name,
    namespace,
    type: service === 'none' ? 'ClusterIP' : service,
    labels: { app: name, ...labels },
    selector: { app: name },
    ports: ports.map(({ id, port, protocol }) => ({
      id,
      name: ports.length > 1 ? `${protocol.toLowerCase()}-${port}` : '',
      port,
      targetPort: '',
      protocol,
      nodePort: '',
    })),
  };
}

/** The Deployment, and the Service where one is wanted. */
export function deployPlan(input: DeployInput): readonly PlannedObject[] {
  const { name, service } = input;
  const deployment = deploymentObject(input);
  const first: PlannedObject = {
    object: deployment,
    resource: 'deployments',
    command: deployCommand(input) ?? createCommand(deployment),
  };
  if (service === 'none') return [first];
  const wanted = serviceOf(input);
  const object = serviceObject(wanted);
  const source = { type: 'deployment', name, labels: wanted.labels, selector: wanted.selector };
  return [first, { object, resource: 'services', command: exposeCommand(wanted, source) ?? createCommand(object) }];
}

function deploymentObject(input: DeployInput): PlainObject {
  const { name, namespace, image, replicas, ports, command, args, env } = input;
  const { argv } = readCommand(command);
  const { argv: argList } = readArgv(args);
  const labels = { app: name, ...input.labels };
  const resources = resourcesOf(input.resources);
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels },
    spec: {
      replicas: Number(replicas),
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: nameOfImage(image) || name,
              image,
              ...(argv.length === 0 ? {} : { command: argv }),
              ...(argList.length === 0 ? {} : { args: argList }),
              ...(ports.length === 0
                ? {}
                : { ports: ports.map(({ port, protocol }) => ({ containerPort: Number(port), protocol })) }),
              ...(env.length === 0 ? {} : { env: env.map(envObject) }),
              ...(resources === undefined ? {} : { resources }),
            },
          ],
        },
      },
    },
  };
}

function envObject({ name, source, value, key }: EnvInput): object {
  if (source === 'value') return { name, value };
  return { name, valueFrom: { [source === 'secret' ? 'secretKeyRef' : 'configMapKeyRef']: { name: value, key } } };
}

function resourcesOf({ cpuRequest, memoryRequest, cpuLimit, memoryLimit }: DeployInput['resources']) {
  const of = (cpu: string, memory: string) => ({
    ...(cpu === '' ? {} : { cpu }),
    ...(memory === '' ? {} : { memory }),
  });
  const [requests, limits] = [of(cpuRequest, memoryRequest), of(cpuLimit, memoryLimit)];
  const found = {
    ...(Object.keys(requests).length === 0 ? {} : { requests }),
    ...(Object.keys(limits).length === 0 ? {} : { limits }),
  };
  return Object.keys(found).length === 0 ? undefined : found;
}

/** `kubectl create deployment` where its flags can say it: it knows one port and no env, resources or labels. */
function deployCommand(input: DeployInput): string | undefined {
  const { name, namespace, image, replicas, ports, command, args, env, resources, labels } = input;
  const [port] = ports;
  const isMore =
    ports.length > 1 ||
    (port !== undefined && port.protocol !== 'TCP') ||
    args.trim() !== '' ||
    env.length > 0 ||
    Object.keys(labels).length > 0 ||
    RESOURCE_FIELDS.some((field) => resources[field] !== '');
  if (isMore) return undefined;
  const { argv } = readCommand(command);
  return [
    `kubectl create deployment ${shellWord(name)} -n ${shellWord(namespace)} --image=${shellWord(image)}`,
    ...(replicas === '1' ? [] : [`--replicas=${replicas}`]),
    ...(port === undefined ? [] : [`--port=${port.port}`]),
    ...(argv.length === 0 ? [] : ['--', ...argv.map(shellWord)]),
  ].join(' ');
}
