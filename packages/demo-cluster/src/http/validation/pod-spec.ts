import { isJsonObject, type JsonObject, objectsIn, textAt, valueAt } from '../../json-value.ts';
import type { FieldFault } from '../../status-error.ts';
import { containerFaults, type PodContext } from './containers.ts';
import { between, duplicate, forbidden, oneOf, required, wrong, wrongs } from './faults.ts';
import { expressionFaults, labelFaults, selectorFaults } from './metadata.ts';
import { isIp, not, notQualifiedName } from './names.ts';

/** Which fields a source of a volume must have, and how a refusal names them. */
const SOURCE_FIELDS: Readonly<Record<string, string>> = {
  configMap: 'name',
  secret: 'secretName',
  persistentVolumeClaim: 'claimName',
  hostPath: 'path',
};
const NODE_OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'];
const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** What is wrong with the spec of a pod or of a template. `claims`: volumes that a StatefulSet adds. */
export function podSpecFaults(spec: unknown, at: string, claims: readonly string[] = []): FieldFault[] {
  const volumes = objectsIn(spec, 'volumes');
  const context: PodContext = {
    volumes: new Set([...volumes.map((volume) => textAt(volume, 'name')).filter(Boolean), ...claims]),
    hostNetwork: valueAt(spec, 'hostNetwork') === true,
    names: new Set(),
  };
  const containers = objectsIn(spec, 'containers');
  const faults = volumeFaults(volumes, `${at}.volumes`);
  if (containers.length === 0) faults.push(required(`${at}.containers`));
  containers.forEach((container, index) => {
    faults.push(...containerFaults(container, `${at}.containers[${index}]`, false, context));
  });
  objectsIn(spec, 'initContainers').forEach((container, index) => {
    faults.push(...containerFaults(container, `${at}.initContainers[${index}]`, true, context));
  });
  faults.push(
    ...oneOf(`${at}.restartPolicy`, valueAt(spec, 'restartPolicy'), ['Always', 'OnFailure', 'Never']),
    ...dnsFaults(spec, at),
    ...labelFaults(valueAt(spec, 'nodeSelector'), `${at}.nodeSelector`),
    ...affinityFaults(valueAt(spec, 'affinity'), `${at}.affinity`),
    ...securityFaults(spec, at),
  );
  for (const field of ['serviceAccountName', 'nodeName', 'priorityClassName', 'runtimeClassName']) {
    const name = textAt(spec, field);
    if (name !== '') faults.push(...wrongs(`${at}.${field}`, name, not('subdomain', name)));
  }
  faults.push(...between(`${at}.activeDeadlineSeconds`, valueAt(spec, 'activeDeadlineSeconds'), 1, 2147483647));
  for (const field of ['hostname', 'subdomain']) {
    const name = textAt(spec, field);
    if (name !== '') faults.push(...wrongs(`${at}.${field}`, name, not('label', name)));
  }
  objectsIn(spec, 'tolerations').forEach((one, index) => {
    faults.push(...tolerationFaults(one, `${at}.tolerations[${index}]`));
  });
  for (const alias of objectsIn(spec, 'hostAliases')) {
    const ip = textAt(alias, 'ip');
    if (!isIp(ip)) faults.push(wrong(`${at}.hostAliases.ip`, ip, 'must be valid IP address'));
    const hostnames = valueAt(alias, 'hostnames');
    for (const host of Array.isArray(hostnames) ? hostnames : [])
      faults.push(...wrongs(`${at}.hostAliases.hostnames`, host, not('subdomain', String(host))));
  }
  objectsIn(spec, 'topologySpreadConstraints').forEach((one, index) => {
    faults.push(...spreadFaults(one, `${at}.topologySpreadConstraints[${index}]`));
  });
  return faults;
}

function dnsFaults(spec: unknown, at: string): FieldFault[] {
  const policy = valueAt(spec, 'dnsPolicy');
  const faults = oneOf(`${at}.dnsPolicy`, policy, ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None']);
  if (policy !== 'None') return faults;
  const config = valueAt(spec, 'dnsConfig');
  if (!isJsonObject(config)) return [required(`${at}.dnsConfig`, 'must provide `dnsConfig` when `dnsPolicy` is None')];
  const servers = config['nameservers'];
  return Array.isArray(servers) && servers.length > 0
    ? faults
    : [required(`${at}.dnsConfig.nameservers`, 'must provide at least one DNS nameserver when `dnsPolicy` is None')];
}

function securityFaults(spec: unknown, at: string): FieldFault[] {
  const context = valueAt(spec, 'securityContext');
  return ['runAsUser', 'runAsGroup', 'fsGroup'].flatMap((field) =>
    between(`${at}.securityContext.${field}`, valueAt(context, field), 0, 2147483647),
  );
}

function volumeFaults(volumes: readonly JsonObject[], at: string): FieldFault[] {
  const names = new Set<string>();
  return volumes.flatMap((volume, index) => {
    const field = `${at}[${index}]`;
    const name = textAt(volume, 'name');
    const faults = sourcesFaults(volume, field);
    if (name === '') faults.push(required(`${field}.name`));
    else faults.push(...wrongs(`${field}.name`, name, not('label', name)));
    if (name !== '' && names.has(name)) faults.push(duplicate(`${field}.name`, name));
    names.add(name);
    return faults;
  });
}

function sourcesFaults(volume: JsonObject, field: string): FieldFault[] {
  const sources = Object.keys(volume).filter((source) => source !== 'name' && isJsonObject(volume[source]));
  const [first, ...more] = sources;
  const faults = more.map((source) => forbidden(`${field}.${source}`, 'may not specify more than 1 volume type'));
  const needed = first === undefined ? undefined : SOURCE_FIELDS[first];
  if (needed === undefined || textAt(volume, first ?? '', needed) !== '') return faults;
  return [required(`${field}.${first}.${needed}`), ...faults];
}

function tolerationFaults(toleration: JsonObject, at: string): FieldFault[] {
  const { key = '', operator = 'Equal', value = '', effect, tolerationSeconds } = toleration;
  const faults = key === '' ? [] : wrongs(`${at}.key`, key, notQualifiedName(String(key)));
  if (key === '' && operator !== 'Exists')
    faults.push(
      wrong(
        `${at}.operator`,
        operator,
        'operator must be Exists when `key` is empty, which means "match all values and all keys"',
      ),
    );
  if (tolerationSeconds !== undefined && effect !== 'NoExecute')
    faults.push(wrong(`${at}.effect`, effect ?? '', "effect must be 'NoExecute' when `tolerationSeconds` is set"));
  if (operator === 'Exists' && value !== '')
    faults.push(wrong(`${at}.operator`, toleration, "value must be empty when `operator` is 'Exists'"));
  return [
    ...faults,
    ...oneOf(`${at}.operator`, operator, ['Equal', 'Exists']),
    ...oneOf(`${at}.effect`, effect, EFFECTS),
  ];
}

function spreadFaults(constraint: JsonObject, at: string): FieldFault[] {
  const { maxSkew = 0, whenUnsatisfiable } = constraint;
  return [
    ...(typeof maxSkew === 'number' && maxSkew <= 0
      ? [wrong(`${at}.maxSkew`, maxSkew, 'must be greater than zero')]
      : []),
    ...(textAt(constraint, 'topologyKey') === '' ? [required(`${at}.topologyKey`, 'can not be empty')] : []),
    ...oneOf(`${at}.whenUnsatisfiable`, whenUnsatisfiable ?? '', ['DoNotSchedule', 'ScheduleAnyway'], false),
    ...selectorFaults(constraint['labelSelector'], `${at}.labelSelector`),
  ];
}

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

function affinityFaults(affinity: unknown, at: string): FieldFault[] {
  const node = `${at}.nodeAffinity.${REQUIRED}`;
  const faults: FieldFault[] = [];
  const terms = valueAt(affinity, 'nodeAffinity', REQUIRED, 'nodeSelectorTerms');
  if (valueAt(affinity, 'nodeAffinity', REQUIRED) !== undefined && (!Array.isArray(terms) || terms.length === 0))
    faults.push(required(`${node}.nodeSelectorTerms`, 'must have at least one node selector term'));
  objectsIn(affinity, 'nodeAffinity', REQUIRED, 'nodeSelectorTerms').forEach((term, place) => {
    objectsIn(term, 'matchExpressions').forEach((expression, index) => {
      const field = `${node}.nodeSelectorTerms[${place}].matchExpressions[${index}]`;
      faults.push(...expressionFaults(expression, field, NODE_OPERATORS));
    });
  });
  for (const kind of ['podAffinity', 'podAntiAffinity']) {
    objectsIn(affinity, kind, REQUIRED).forEach((term, index) => {
      faults.push(...podTermFaults(term, `${at}.${kind}.${REQUIRED}[${index}]`));
    });
    objectsIn(affinity, kind, PREFERRED).forEach((weighted, index) => {
      const field = `${at}.${kind}.${PREFERRED}[${index}]`;
      const weight = weighted['weight'] ?? 0;
      if (typeof weight !== 'number' || weight < 1 || weight > 100)
        faults.push(wrong(`${field}.weight`, weight, 'must be in the range 1-100'));
      faults.push(...podTermFaults(weighted['podAffinityTerm'], `${field}.podAffinityTerm`));
    });
  }
  return faults;
}

function podTermFaults(term: unknown, at: string): FieldFault[] {
  const key = textAt(term, 'topologyKey');
  return [
    ...selectorFaults(valueAt(term, 'labelSelector'), `${at}.labelSelector`),
    ...(key === '' ? [required(`${at}.topologyKey`, 'can not be empty')] : []),
    ...wrongs(`${at}.topologyKey`, key, notQualifiedName(key)),
  ];
}
