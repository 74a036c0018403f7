import type { KubeObject } from '../../../api/kube-object.ts';
import { entriesAt, listAt, textAt } from '../../../api/read-field.ts';
import {
  createCommand,
  exposeCommand,
  isPort,
  type PortInput,
  type ServiceInput,
  serviceObject,
} from '../deploy/service-object.ts';
import type { PlannedObject } from '../plan/planned-object.ts';

/** Labels that controllers put on the pods of one revision or one pod: a Service that selects them loses its pods with the next one. */
const PASSING = new Set([
  'pod-template-hash',
  'controller-revision-hash',
  'pod-template-generation',
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
]);

/** What a Service is made of: its own words where kubectl expose would take them. */
export interface ExposeSource {
  readonly labels: Readonly<Record<string, string>>;
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly PortInput[];
  /** the workload selects by expressions, which a Service cannot */
  readonly hasExpressions: boolean;
}

const texts = (object: unknown, path: string): Readonly<Record<string, string>> =>
  Object.fromEntries(entriesAt(object, path).map(([key, value]) => [key, String(value)]));

/** What kubectl expose reads from a Pod, a Service, or a workload with a template (TUT-16). */
export function readSource(object: KubeObject, plural: string): ExposeSource {
  const labels = texts(object, 'metadata.labels');
  if (plural === 'services')
    return { labels, selector: texts(object, 'spec.selector'), ports: servicePorts(object), hasExpressions: false };
  if (plural === 'pods')
    return { labels, selector: labels, ports: containerPorts(object, 'spec'), hasExpressions: false };
  const isOld = plural === 'replicationcontrollers';
  const hasExpressions = listAt(object, 'spec.selector.matchExpressions').length > 0;
  return {
    labels,
    // what expressions say can only be told by the labels of the template
    selector: texts(
      object,
      hasExpressions ? 'spec.template.metadata.labels' : isOld ? 'spec.selector' : 'spec.selector.matchLabels',
    ),
    ports: containerPorts(object, 'spec.template.spec'),
    hasExpressions,
  };
}

function servicePorts(service: unknown): readonly PortInput[] {
  return listAt(service, 'spec.ports').map((port, id) => ({
    id,
    name: textAt(port, 'name'),
    port: textAt(port, 'port'),
    targetPort: textAt(port, 'targetPort'),
    protocol: textAt(port, 'protocol') || 'TCP',
    // a number can be given once in a cluster
    nodePort: '',
  }));
}

function containerPorts(object: unknown, spec: string): readonly PortInput[] {
  const found = listAt(object, `${spec}.containers`).flatMap((container) => listAt(container, 'ports'));
  return found.map((port, id) => {
    const number = textAt(port, 'containerPort');
    const protocol = textAt(port, 'protocol') || 'TCP';
    const name = textAt(port, 'name');
    return {
      id,
      // several ports need names
      name: found.length > 1 ? name || `port-${id + 1}` : '',
      port: number,
      targetPort: '',
      protocol,
      nodePort: '',
    };
  });
}

/** A Service's name of an object's: begins with a letter, has no dots. */
export function serviceNameOf(name: string): string {
  return name
    .replaceAll('.', '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 63)
    .replace(/-+$/, '');
}

/** Keys of the selector that the next revision of the pods will not have. */
export function passingLabels(selector: Readonly<Record<string, string>>): readonly string[] {
  return Object.keys(selector).filter((key) => PASSING.has(key));
}

/** "8081/TCP": what no container declares, where any declares one. A port's name is told apart only where there are several. */
export function undeclaredPorts(ports: readonly PortInput[], declared: readonly PortInput[]): readonly string[] {
  if (declared.length === 0) return [];
  const known = new Set(declared.map(({ port, protocol }) => `${port}/${protocol}`));
  return ports.flatMap(({ port, targetPort, protocol }) => {
    const target = targetPort === '' ? port : targetPort;
    return isPort(target) && !known.has(`${target}/${protocol}`) ? `${target}/${protocol}` : [];
  });
}

/** Kinds that kubectl expose knows. */
const KNOWN: Readonly<Record<string, string>> = {
  deployments: 'deployment',
  pods: 'pod',
  replicasets: 'replicaset',
  replicationcontrollers: 'rc',
  services: 'service',
};

export function exposePlan(
  input: ServiceInput,
  source: ExposeSource & { readonly plural: string; readonly name: string },
): readonly PlannedObject[] {
  const object = serviceObject(input);
  const type = source.hasExpressions ? undefined : KNOWN[source.plural];
  const command = type === undefined ? undefined : exposeCommand(input, { ...source, type });
  return [{ object, resource: 'services', command: command ?? createCommand(object) }];
}
