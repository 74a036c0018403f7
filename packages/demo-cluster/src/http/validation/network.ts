import { isJsonObject, type JsonObject, objectsIn, textAt, valueAt } from '../../json-value.ts';
import type { FieldFault } from '../../status-error.ts';
import type { DemoObject } from '../../store.ts';
import { portOrName } from './containers.ts';
import { between, duplicate, forbidden, oneOf, required, wrong, wrongs } from './faults.ts';
import { labelFaults, selectorFaults } from './metadata.ts';
import { IP_WORDS, isIp, not } from './names.ts';

const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const NODE_PORTS = '30000-32767';

export function serviceFaults(object: DemoObject): FieldFault[] {
  const spec = object['spec'];
  const type = textAt(spec, 'type');
  const ports = objectsIn(spec, 'ports');
  const ip = textAt(spec, 'clusterIP');
  const faults: FieldFault[] = [];
  if (type === 'ExternalName') {
    const name = textAt(spec, 'externalName');
    if (name === '') faults.push(required('spec.externalName'));
    else faults.push(...wrongs('spec.externalName', name, not('subdomain', name.replace(/\.$/, ''))));
  } else if (ports.length === 0 && ip !== 'None') faults.push(required('spec.ports'));
  const names = new Set<string>();
  ports.forEach((port, index) => {
    faults.push(...portFaults(port, `spec.ports[${index}]`, type, ports.length > 1, names));
  });
  faults.push(
    ...labelFaults(valueAt(spec, 'selector'), 'spec.selector'),
    ...oneOf('spec.sessionAffinity', valueAt(spec, 'sessionAffinity'), ['ClientIP', 'None']),
    ...(ip === '' || ip === 'None' || isIp(ip) ? [] : [wrong('spec.clusterIPs[0]', ip, IP_WORDS)]),
    ...oneOf('spec.type', type, TYPES),
    ...twice(ports, 'spec.ports'),
  );
  return faults;
}

function portFaults(port: JsonObject, at: string, type: string, named: boolean, names: Set<string>): FieldFault[] {
  const name = textAt(port, 'name');
  const faults: FieldFault[] = [];
  if (name === '' && named) faults.push(required(`${at}.name`));
  else if (name !== '') {
    faults.push(...wrongs(`${at}.name`, name, not('label', name)));
    if (names.has(name)) faults.push(duplicate(`${at}.name`, name));
    names.add(name);
  }
  faults.push(
    ...between(`${at}.port`, port['port'] ?? 0, 1, 65535),
    ...oneOf(`${at}.protocol`, port['protocol'], PROTOCOLS),
    ...portOrName(`${at}.targetPort`, port['targetPort'] ?? 0),
  );
  const nodePort = port['nodePort'];
  if (typeof nodePort !== 'number' || nodePort === 0) return faults;
  if (type === 'ClusterIP' || type === 'ExternalName')
    faults.push(forbidden(`${at}.nodePort`, `may not be used when \`type\` is '${type}'`));
  else if (nodePort < 30000 || nodePort > 32767)
    faults.push(
      wrong(
        `${at}.nodePort`,
        nodePort,
        `provided port is not in the valid range. The range of valid ports is ${NODE_PORTS}`,
      ),
    );
  return faults;
}

/** Ports that differ by their name alone. */
function twice(ports: readonly JsonObject[], at: string): FieldFault[] {
  const seen = new Set<string>();
  return ports.flatMap((port, index) => {
    const key = `${port['protocol'] ?? 'TCP'}/${port['port']}`;
    const again = seen.has(key);
    seen.add(key);
    return again ? [duplicate(`${at}[${index}]`, { port: port['port'], protocol: port['protocol'] })] : [];
  });
}

export function ingressFaults(object: DemoObject): FieldFault[] {
  const spec = object['spec'];
  const rules = objectsIn(spec, 'rules');
  const backend = valueAt(spec, 'defaultBackend');
  const faults: FieldFault[] = [];
  if (rules.length === 0 && backend === undefined)
    faults.push(wrong('spec', null, 'either `defaultBackend` or `rules` must be specified'));
  if (backend !== undefined) faults.push(...backendFaults(backend, 'spec.defaultBackend'));
  rules.forEach((rule, index) => {
    faults.push(...ruleFaults(rule, `spec.rules[${index}]`));
  });
  objectsIn(spec, 'tls').forEach((tls, index) => {
    const hosts = valueAt(tls, 'hosts');
    (Array.isArray(hosts) ? hosts : []).forEach((host, place) => {
      faults.push(...hostFaults(String(host), `spec.tls[${index}].hosts[${place}]`));
    });
    const secret = textAt(tls, 'secretName');
    if (secret !== '') faults.push(...wrongs(`spec.tls[${index}].secretName`, secret, not('subdomain', secret)));
  });
  const className = textAt(spec, 'ingressClassName');
  if (className !== '') faults.push(...wrongs('spec.ingressClassName', className, not('subdomain', className)));
  return faults;
}

const hostFaults = (host: string, field: string) =>
  wrongs(field, host, not(host.includes('*') ? 'wildcard' : 'subdomain', host));

function ruleFaults(rule: JsonObject, at: string): FieldFault[] {
  const host = textAt(rule, 'host');
  const faults: FieldFault[] = [];
  if (isIp(host)) faults.push(wrong(`${at}.host`, host, 'must be a DNS name, not an IP address'));
  else if (host !== '') faults.push(...hostFaults(host, `${at}.host`));
  if (!isJsonObject(rule['http'])) return faults;
  const paths = objectsIn(rule, 'http', 'paths');
  if (paths.length === 0) faults.push(required(`${at}.http.paths`));
  paths.forEach((path, index) => {
    const field = `${at}.http.paths[${index}]`;
    const type = path['pathType'];
    const text = textAt(path, 'path');
    if (type === undefined) faults.push(required(`${field}.pathType`, 'pathType must be specified'));
    if ((type === 'Exact' || type === 'Prefix') && !text.startsWith('/'))
      faults.push(wrong(`${field}.path`, text, 'must be an absolute path'));
    faults.push(...oneOf(`${field}.pathType`, type, ['Exact', 'ImplementationSpecific', 'Prefix']));
    faults.push(...backendFaults(path['backend'], `${field}.backend`));
  });
  return faults;
}

function backendFaults(backend: unknown, at: string): FieldFault[] {
  const service = valueAt(backend, 'service');
  const resource = valueAt(backend, 'resource');
  if (isJsonObject(service) && isJsonObject(resource))
    return [wrong(at, '', 'cannot set both resource and service backends')];
  if (isJsonObject(resource)) return [];
  if (!isJsonObject(service)) return [wrong(at, '', 'resource or service backend is required')];
  const name = textAt(service, 'name');
  const number = valueAt(service, 'port', 'number');
  const portName = textAt(service, 'port', 'name');
  const faults =
    name === '' ? [required(`${at}.service.name`)] : wrongs(`${at}.service.name`, name, not('dns1035', name));
  if (portName !== '' && number !== undefined && number !== 0)
    faults.push(wrong(at, '', 'cannot set both port name & port number'));
  else if (portName !== '') faults.push(...portOrName(`${at}.service.port.name`, portName));
  else if (number === undefined || number === 0) faults.push(required(at, 'port name or number is required'));
  else faults.push(...between(`${at}.service.port.number`, number, 1, 65535));
  return faults;
}

export function networkPolicyFaults(object: DemoObject): FieldFault[] {
  const spec = object['spec'];
  const faults = selectorFaults(valueAt(spec, 'podSelector'), 'spec.podSelector');
  for (const [way, peers] of [
    ['ingress', 'from'],
    ['egress', 'to'],
  ] as const)
    objectsIn(spec, way).forEach((rule, index) => {
      const at = `spec.${way}[${index}]`;
      objectsIn(rule, 'ports').forEach((port, place) => {
        faults.push(...oneOf(`${at}.ports[${place}].protocol`, port['protocol'], ['TCP', 'UDP', 'SCTP']));
        if (port['port'] !== undefined) faults.push(...portOrName(`${at}.ports[${place}].port`, port['port']));
      });
      objectsIn(rule, peers).forEach((peer, place) => {
        faults.push(...peerFaults(peer, `${at}.${peers}[${place}]`));
      });
    });
  const types = valueAt(spec, 'policyTypes');
  (Array.isArray(types) ? types : []).forEach((type, index) => {
    faults.push(...oneOf(`spec.policyTypes[${index}]`, type, ['Ingress', 'Egress']));
  });
  return faults;
}

function peerFaults(peer: JsonObject, at: string): FieldFault[] {
  const block = peer['ipBlock'];
  const selectors = ['podSelector', 'namespaceSelector'].filter((field) => isJsonObject(peer[field]));
  const faults = selectors.flatMap((field) => selectorFaults(peer[field], `${at}.${field}`));
  if (isJsonObject(block)) {
    faults.push(...blockFaults(block, `${at}.ipBlock`));
    if (selectors.length > 0) faults.push(forbidden(at, 'may not specify both ipBlock and another peer'));
  } else if (selectors.length === 0) faults.push(required(at, 'must specify a peer'));
  return faults;
}

function blockFaults(block: JsonObject, at: string): FieldFault[] {
  const cidr = textAt(block, 'cidr');
  if (cidr === '') return [required(`${at}.cidr`)];
  if (!isCidr(cidr))
    return [wrong(`${at}.cidr`, cidr, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)')];
  const except = block['except'];
  return (Array.isArray(except) ? except : []).flatMap((one, index) =>
    isInside(String(one), cidr)
      ? []
      : [wrong(`${at.replace(/\.ipBlock$/, '')}.ipBlock.except[${index}]`, one, 'must be a strict subset of `cidr`')],
  );
}

const isCidr = (text: string) => {
  const [ip = '', bits = '', more] = text.split('/');
  return isIp(ip) && /^\d{1,3}$/.test(bits) && more === undefined;
};

/** Whether an IPv4 block is a smaller one inside another; other families pass. */
function isInside(inner: string, outer: string): boolean {
  if (!isCidr(inner)) return false;
  const [innerIp = '', innerBits = ''] = inner.split('/');
  const [outerIp = '', outerBits = ''] = outer.split('/');
  if (innerIp.includes(':') || outerIp.includes(':')) return true;
  const number = (ip: string) => ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(outerBits));
  return (
    Number(innerBits) > Number(outerBits) && Math.floor(number(innerIp) / size) === Math.floor(number(outerIp) / size)
  );
}
