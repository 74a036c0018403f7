import { shellWord } from '../../../actions/kubectl-command.ts';
import { writeYaml } from '../../../api/writes/write-yaml.ts';
import type { PlainObject } from '../plan/planned-object.ts';

export const SERVICE_TYPES = ['ClusterIP', 'NodePort', 'LoadBalancer', 'Headless'] as const;
/** Headless: ClusterIP without an address of its own (clusterIP: None) */
export type ServiceType = (typeof SERVICE_TYPES)[number];
export const PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const;

/** A port of a Service as it is typed. */
export interface PortInput {
  /** of the line in the form */
  readonly id: number;
  readonly name: string;
  readonly port: string;
  /** number or name of a container's port; "": the same number */
  readonly targetPort: string;
  readonly protocol: string;
  /** "": the cluster chooses */
  readonly nodePort: string;
}

export interface ServiceInput {
  readonly name: string;
  readonly namespace: string;
  readonly type: ServiceType;
  readonly labels: Readonly<Record<string, string>>;
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly PortInput[];
}

type ServiceFault =
  | 'serviceName'
  | 'namespace'
  | 'selector'
  | 'noPort'
  | 'port'
  | 'targetPort'
  | 'portName'
  | 'nodePort';

export const emptyPort = (id: number): PortInput => ({
  id,
  name: '',
  port: '',
  targetPort: '',
  protocol: 'TCP',
  nodePort: '',
});

/** Whether this is the number of a port. */
export function isPort(text: string): boolean {
  return /^[1-9]\d{0,4}$/.test(text) && Number(text) <= 65535;
}

/** validation.IsValidPortName: an IANA_SVC_NAME. */
function isPortName(text: string): boolean {
  return /^(?=.{1,15}$)(?=.*[a-z])[a-z0-9](?:-?[a-z0-9])*$/.test(text);
}

/** A Service's name is a DNS label that begins with a letter (RFC 1035). */
export function isServiceName(text: string): boolean {
  return /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/.test(text);
}

const isLabelName = (text: string) => /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(text);

/** Why the API server would not take this Service. */
export function serviceFault({ name, namespace, selector, ports, type }: ServiceInput): ServiceFault | undefined {
  if (!isLabelName(namespace)) return 'namespace';
  if (!isServiceName(name)) return 'serviceName';
  if (Object.keys(selector).length === 0) return 'selector';
  // without ports only a headless Service is of use
  if (ports.length === 0 && type !== 'Headless') return 'noPort';
  const names = new Set<string>();
  for (const { name: portName, port, targetPort, nodePort } of ports) {
    if (!isPort(port)) return 'port';
    if (targetPort !== '' && !isPort(targetPort) && !isPortName(targetPort)) return 'targetPort';
    if (nodePort !== '' && !isPort(nodePort)) return 'nodePort';
    if (portName === '' ? ports.length > 1 : !isLabelName(portName) || names.has(portName)) return 'portName';
    names.add(portName);
  }
  return undefined;
}

const numberOrName = (text: string): number | string => (isPort(text) ? Number(text) : text);

const opensOnNodes = (type: ServiceType) => type === 'NodePort' || type === 'LoadBalancer';

/** The Service as `kubectl expose` makes it. */
export function serviceObject({ name, namespace, type, labels, selector, ports }: ServiceInput): PlainObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, ...(Object.keys(labels).length === 0 ? {} : { labels }) },
    spec: {
      ...(type === 'Headless' ? { clusterIP: 'None' } : { type }),
      selector,
      ...(ports.length === 0
        ? {}
        : {
            ports: ports.map((each) => ({
              ...(each.name === '' ? {} : { name: each.name }),
              port: Number(each.port),
              targetPort: numberOrName(each.targetPort === '' ? each.port : each.targetPort),
              protocol: each.protocol,
              ...(each.nodePort !== '' && opensOnNodes(type) ? { nodePort: Number(each.nodePort) } : {}),
            })),
          }),
    },
  };
}

/** The command that creates an object from its text: what no flags of kubectl can say. */
export function createCommand(object: PlainObject, verb: 'create' | 'replace' = 'create'): string {
  return `kubectl ${verb} -f - <<'EOF'\n${writeYaml(object)}EOF`;
}

/**
 * `kubectl expose` where its flags can say it: one port, on a kind that it knows (`source` is "deployment/web"), with the labels and the
 * selector that it would take by itself. Otherwise undefined.
 */
export function exposeCommand(
  input: ServiceInput,
  source: { readonly type: string; readonly name: string; readonly labels: object; readonly selector: object },
): string | undefined {
  const { name, namespace, type, ports, labels, selector } = input;
  const [port] = ports;
  const isOwn = isSame(labels, source.labels);
  if (port === undefined || ports.length > 1 || !isOwn || port.nodePort !== '' || port.name !== '') return undefined;
  return [
    'kubectl expose',
    shellWord(`${source.type}/${source.name}`),
    `-n ${shellWord(namespace)}`,
    ...(name === source.name ? [] : [`--name=${shellWord(name)}`]),
    `--type=${type === 'Headless' ? 'ClusterIP --cluster-ip=None' : type}`,
    `--port=${port.port}`,
    ...(port.targetPort === '' || port.targetPort === port.port ? [] : [`--target-port=${shellWord(port.targetPort)}`]),
    ...(port.protocol === 'TCP' ? [] : [`--protocol=${port.protocol}`]),
    ...(isSame(selector, source.selector) ? [] : [`--selector=${shellWord(selectorText(selector))}`]),
  ].join(' ');
}

/** "a=b,c=d" */
export function selectorText(selector: object): string {
  return Object.entries(selector)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

function isSame(one: object, other: object): boolean {
  return selectorText(sorted(one)) === selectorText(sorted(other));
}

const sorted = (pairs: object) => Object.fromEntries(Object.entries(pairs).sort(([a], [b]) => (a < b ? -1 : 1)));
