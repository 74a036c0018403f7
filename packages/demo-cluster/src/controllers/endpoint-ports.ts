import type { Pod, Service, ServicePort } from './kinds.ts';

export interface EndpointPort {
  readonly name?: string;
  readonly port: number;
  readonly protocol: string;
  readonly appProtocol?: string;
}

/** The number behind a target port, which may be a container port's name. */
function targetOf(port: ServicePort, pod: Pod): number | undefined {
  const target = port.targetPort ?? port.port;
  if (typeof target === 'number') return target;
  for (const container of [...pod.spec.containers, ...(pod.spec.initContainers ?? [])])
    for (const one of container.ports ?? [])
      if (one.name === target && (one.protocol ?? 'TCP') === (port.protocol ?? 'TCP')) return one.containerPort;
  return undefined;
}

/** The ports of a service as one pod has them; a name that the pod does not know is left out. */
function portsOn(service: Service, pod: Pod): EndpointPort[] {
  return (service.spec.ports ?? []).flatMap((port) => {
    const target = targetOf(port, pod);
    if (target === undefined) return [];
    return [
      {
        ...(port.name ? { name: port.name } : {}),
        port: target,
        protocol: port.protocol ?? 'TCP',
        ...(port.appProtocol ? { appProtocol: port.appProtocol } : {}),
      },
    ];
  });
}

export interface PortGroup {
  readonly ports: readonly EndpointPort[];
  readonly pods: Pod[];
}

/** Pods behind a service, those together whose target ports have the same numbers. */
export function groupByPorts(service: Service, pods: readonly Pod[]): PortGroup[] {
  const groups = new Map<string, PortGroup>();
  for (const pod of pods) {
    const ports = portsOn(service, pod);
    if (ports.length === 0 && service.spec.clusterIP !== 'None') continue;
    const id = JSON.stringify(ports);
    const group = groups.get(id);
    if (group) group.pods.push(pod);
    else groups.set(id, { ports, pods: [pod] });
  }
  return [...groups.values()];
}

/** What points from an address to its pod; a hostname only where the service gives pods names. */
export function addressOf(service: Service, pod: Pod) {
  const { hostname, subdomain, nodeName } = pod.spec;
  return {
    ...(hostname && subdomain === service.metadata.name ? { hostname } : {}),
    ...(nodeName ? { nodeName } : {}),
    targetRef: {
      kind: 'Pod',
      namespace: pod.metadata.namespace,
      name: pod.metadata.name,
      uid: pod.metadata.uid,
    },
  };
}

/** Labels of a service's Endpoints and slices: its own, and whether it has no address. */
export function endpointLabels({ metadata, spec }: Service): Record<string, string> {
  return { ...metadata.labels, ...(spec.clusterIP === 'None' ? { 'service.kubernetes.io/headless': '' } : {}) };
}
