import { type Document, isMap, isScalar, isSeq, YAMLMap } from 'yaml';

/** Ingress to networking.k8s.io/v1: a backend names its service and port in an object, a path has a type. */
export function convertIngress(document: Document): void {
  const spec = document.get('spec');
  if (!isMap(spec)) return;
  const backend = spec.get('backend', true);
  if (isMap(backend)) {
    convertBackend(backend);
    const pair = spec.items.find(({ key }) => isScalar(key) && key.value === 'backend');
    if (pair !== undefined && isScalar(pair.key)) pair.key.value = 'defaultBackend';
  }
  const rules = spec.get('rules');
  if (!isSeq(rules)) return;
  for (const rule of rules.items) {
    const paths = isMap(rule) ? rule.getIn(['http', 'paths']) : undefined;
    if (!isSeq(paths)) continue;
    for (const path of paths.items) {
      if (!isMap(path)) continue;
      const inner = path.get('backend', true);
      if (isMap(inner)) convertBackend(inner);
      // what a path without a type has always meant
      if (!path.has('pathType')) path.set('pathType', 'ImplementationSpecific');
    }
  }
}

function convertBackend(backend: YAMLMap): void {
  const name = backend.get('serviceName', true);
  const port = backend.get('servicePort', true);
  if (name === undefined) return;
  const number = isScalar(port) && port.type === 'PLAIN' && /^\d+$/.test(String(port.value));
  const service = new YAMLMap();
  service.set('name', name);
  if (port !== undefined) {
    const portNode = new YAMLMap();
    portNode.set(number ? 'number' : 'name', port);
    service.set('port', portNode);
  }
  backend.delete('serviceName');
  backend.delete('servicePort');
  backend.set('service', service);
}
