import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { listAt, numberAt, textAt } from '../../api/read-field.ts';

/** A port that an object declares. */
export interface DeclaredPort {
  readonly port: number;
  readonly name: string;
  readonly protocol: string;
  /** of a Pod */
  readonly container: string;
  readonly scheme: 'http' | 'https';
}

/** The ports that a Pod's containers or a Service declare. */
export function declaredPorts(object: KubeObject, resource: 'pods' | 'services'): readonly DeclaredPort[] {
  if (resource === 'services')
    return listAt(object, 'spec.ports').flatMap((port) => readPort(port, numberAt(port, 'port'), ''));
  return [...listAt(object, 'spec.containers'), ...listAt(object, 'spec.initContainers')].flatMap((container) =>
    listAt(container, 'ports').flatMap((port) =>
      readPort(port, numberAt(port, 'containerPort'), textAt(container, 'name')),
    ),
  );
}

function readPort(item: unknown, port: number | undefined, container: string): DeclaredPort[] {
  if (port === undefined) return [];
  const name = textAt(item, 'name');
  const isHttps = port === 443 || port === 8443 || /^https/.test(name) || textAt(item, 'appProtocol') === 'https';
  return [{ port, name, protocol: textAt(item, 'protocol') || 'TCP', container, scheme: isHttps ? 'https' : 'http' }];
}

/** What does the same from a terminal. Ports below 1024 are for root on the person's own machine. */
export function forwardCommand({ resource, namespace = 'default', name }: ObjectRef, port: number): string {
  const kind = resource.resource === 'services' ? 'service' : 'pod';
  const local = port < 1024 ? 8000 + port : port;
  return `kubectl port-forward -n ${namespace} ${kind}/${name} ${local}:${port}`;
}
