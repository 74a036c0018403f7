import { equalJson, isJsonObject, objectsIn, textAt, valueAt } from '../json-value.ts';
import type { ResourceType } from '../resources/resource-type.ts';
import { type FieldFault, invalid } from '../status-error.ts';
import type { DemoObject } from '../store.ts';

const LABEL = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_KEY = /^(?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const LABEL_VALUE = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;
const MAX_ANNOTATIONS = 256 * 1024;

const SUBDOMAIN_WORDS =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const LABEL_WORDS =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const PATH_WORDS = 'must be a valid path segment: no "/", no "%", not "." and not ".."';

const faultOf = (field: string, value: unknown, detail: string): FieldFault => ({
  field,
  type: 'Invalid value',
  value,
  detail,
});
const required = (field: string, detail = ''): FieldFault => ({ field, type: 'Required value', detail });

/** Names that may hold ":" and capitals: RBAC objects. */
function nameFaults(type: ResourceType, name: string): FieldFault[] {
  if (type.group === 'rbac.authorization.k8s.io')
    return /[/%]/.test(name) || name === '.' || name === '..' ? [faultOf('metadata.name', name, PATH_WORDS)] : [];
  const short = type.plural === 'namespaces' || type.plural === 'services';
  if (name.length > (short ? 63 : 253))
    return [faultOf('metadata.name', name, `must be no more than ${short ? 63 : 253} characters`)];
  if (short) return LABEL.test(name) ? [] : [faultOf('metadata.name', name, LABEL_WORDS)];
  return SUBDOMAIN.test(name) ? [] : [faultOf('metadata.name', name, SUBDOMAIN_WORDS)];
}

function metadataFaults({ metadata }: DemoObject): FieldFault[] {
  const faults: FieldFault[] = [];
  for (const [key, value] of Object.entries(metadata.labels ?? {})) {
    if (!LABEL_KEY.test(key))
      faults.push(
        faultOf(
          'metadata.labels',
          key,
          "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
        ),
      );
    if (typeof value !== 'string' || !LABEL_VALUE.test(value))
      faults.push(
        faultOf(
          'metadata.labels',
          value,
          "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
        ),
      );
  }
  let size = 0;
  for (const [key, value] of Object.entries(metadata.annotations ?? {})) size += key.length + String(value).length;
  if (size > MAX_ANNOTATIONS)
    faults.push({
      field: 'metadata.annotations',
      type: 'Invalid value',
      detail: `Too long: may not be more than ${MAX_ANNOTATIONS} bytes`,
    });
  return faults;
}

function podSpecFaults(spec: unknown, at: string, claims: readonly string[] = []): FieldFault[] {
  const containers = objectsIn(spec, 'containers');
  if (containers.length === 0) return [required(`${at}.containers`)];
  const faults: FieldFault[] = [];
  const seen = new Set<string>();
  for (const [list, items] of [
    ['initContainers', objectsIn(spec, 'initContainers')],
    ['containers', containers],
  ] as const) {
    items.forEach((container, index) => {
      const name = textAt(container, 'name');
      const field = `${at}.${list}[${index}]`;
      if (name === '') faults.push(required(`${field}.name`));
      else if (!LABEL.test(name)) faults.push(faultOf(`${field}.name`, name, LABEL_WORDS));
      else if (seen.has(name))
        faults.push({ field: `${field}.name`, type: 'Duplicate value', value: name, detail: '' });
      seen.add(name);
      if (textAt(container, 'image') === '') faults.push(required(`${field}.image`));
    });
  }
  const volumes = new Set([...objectsIn(spec, 'volumes').map((volume) => textAt(volume, 'name')), ...claims]);
  containers.forEach((container, index) => {
    objectsIn(container, 'volumeMounts').forEach((mount, place) => {
      const name = textAt(mount, 'name');
      if (!volumes.has(name))
        faults.push({
          field: `${at}.containers[${index}].volumeMounts[${place}].name`,
          type: 'Not found',
          value: name,
          detail: '',
        });
    });
  });
  return faults;
}

/** A workload's selector must select its own template. */
function workloadFaults(object: DemoObject): FieldFault[] {
  const claims = objectsIn(object, 'spec', 'volumeClaimTemplates').map((claim) => textAt(claim, 'metadata', 'name'));
  const faults = podSpecFaults(valueAt(object, 'spec', 'template', 'spec'), 'spec.template.spec', claims);
  const selector = valueAt(object, 'spec', 'selector');
  const wanted = valueAt(selector, 'matchLabels');
  if (!isJsonObject(selector)) return [required('spec.selector'), ...faults];
  const labels = valueAt(object, 'spec', 'template', 'metadata', 'labels');
  const mismatch = Object.entries(isJsonObject(wanted) ? wanted : {}).some(
    ([key, value]) => valueAt(labels, key) !== value,
  );
  if (mismatch)
    faults.push(faultOf('spec.template.metadata.labels', labels ?? {}, '`selector` does not match template `labels`'));
  const replicas = valueAt(object, 'spec', 'replicas');
  if (typeof replicas === 'number' && replicas < 0)
    faults.push(faultOf('spec.replicas', replicas, 'must be greater than or equal to 0'));
  return faults;
}

function serviceFaults(object: DemoObject): FieldFault[] {
  const type = textAt(object, 'spec', 'type');
  const ports = objectsIn(object, 'spec', 'ports');
  if (ports.length === 0 && type !== 'ExternalName' && textAt(object, 'spec', 'clusterIP') !== 'None')
    return [required('spec.ports')];
  return ports.flatMap((port, index) => {
    const number = port['port'];
    const fine = typeof number === 'number' && Number.isInteger(number) && number >= 1 && number <= 65535;
    return fine ? [] : [faultOf(`spec.ports[${index}].port`, number ?? 0, 'must be between 1 and 65535, inclusive')];
  });
}

type Check = (object: DemoObject) => FieldFault[];

/** What is checked beyond metadata, per "group/resource". */
const CHECKS: Readonly<Record<string, Check>> = {
  '/pods': (object) => podSpecFaults(object['spec'], 'spec'),
  '/services': serviceFaults,
  'apps/deployments': workloadFaults,
  'apps/replicasets': workloadFaults,
  'apps/statefulsets': workloadFaults,
  'apps/daemonsets': workloadFaults,
  'batch/jobs': (object) => podSpecFaults(valueAt(object, 'spec', 'template', 'spec'), 'spec.template.spec'),
  'batch/cronjobs': (object) => [
    ...(textAt(object, 'spec', 'schedule') === '' ? [required('spec.schedule')] : []),
    ...podSpecFaults(
      valueAt(object, 'spec', 'jobTemplate', 'spec', 'template', 'spec'),
      'spec.jobTemplate.spec.template.spec',
    ),
  ],
  '/persistentvolumeclaims': (object) => [
    ...(valueAt(object, 'spec', 'accessModes') === undefined
      ? [required('spec.accessModes', 'at least 1 access mode is required')]
      : []),
    ...(valueAt(object, 'spec', 'resources', 'requests', 'storage') === undefined
      ? [required('spec.resources[storage]')]
      : []),
  ],
  'rbac.authorization.k8s.io/rolebindings': roleRefFaults,
  'rbac.authorization.k8s.io/clusterrolebindings': roleRefFaults,
  'apiextensions.k8s.io/customresourcedefinitions': (object) => {
    const name = `${textAt(object, 'spec', 'names', 'plural')}.${textAt(object, 'spec', 'group')}`;
    return object.metadata.name === name
      ? []
      : [faultOf('metadata.name', object.metadata.name, 'must be spec.names.plural+"."+spec.group')];
  },
};

function roleRefFaults(object: DemoObject): FieldFault[] {
  return textAt(object, 'roleRef', 'name') === '' ? [required('roleRef.name')] : [];
}

/** Paths that cannot change once they are set, per "group/resource". */
const IMMUTABLE: Readonly<Record<string, readonly string[]>> = {
  'apps/deployments': ['spec.selector'],
  'apps/replicasets': ['spec.selector'],
  'apps/daemonsets': ['spec.selector'],
  'batch/jobs': ['spec.template', 'spec.selector', 'spec.completionMode'],
  '/services': ['spec.clusterIP'],
  '/secrets': ['type'],
  'storage.k8s.io/storageclasses': ['provisioner', 'parameters', 'reclaimPolicy', 'volumeBindingMode'],
  'rbac.authorization.k8s.io/rolebindings': ['roleRef'],
  'rbac.authorization.k8s.io/clusterrolebindings': ['roleRef'],
};

/** spec.template of a Job may change while it is suspended; services may drop their address when the type changes. */
function mayChange(id: string, old: DemoObject): boolean {
  return (
    (id === 'batch/jobs' && valueAt(old, 'spec', 'suspend') === true) ||
    (id === '/services' && textAt(old, 'spec', 'clusterIP') === '')
  );
}

function updateFaults(id: string, object: DemoObject, old: DemoObject): FieldFault[] {
  const faults: FieldFault[] = [];
  if (!mayChange(id, old)) {
    for (const field of IMMUTABLE[id] ?? []) {
      const before = valueAt(old, ...field.split('.'));
      const after = valueAt(object, ...field.split('.'));
      if (before !== undefined && !equalJson(before, after))
        faults.push(faultOf(field, after, field === 'roleRef' ? 'cannot change roleRef' : 'field is immutable'));
    }
  }
  if (old['immutable'] === true && !equalJson(old['data'], object['data']))
    faults.push({ field: 'data', type: 'Forbidden', detail: 'field is immutable when `immutable` is set' });
  if (id === '/pods' && !equalJson(frozenPod(old), frozenPod(object)))
    faults.push({
      field: 'spec',
      type: 'Forbidden',
      detail:
        'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
    });
  return faults;
}

/** The part of a pod's spec that stays as it is. */
function frozenPod(pod: DemoObject): unknown {
  const {
    activeDeadlineSeconds: _a,
    tolerations: _t,
    terminationGracePeriodSeconds: _g,
    schedulingGates: _s,
    ...spec
  } = isJsonObject(pod['spec']) ? pod['spec'] : {};
  const imageless = (list: string) => objectsIn(spec, list).map(({ image: _image, ...rest }) => rest);
  return { ...spec, containers: imageless('containers'), initContainers: imageless('initContainers') };
}

/** Throws 422 with every fault of an object that is about to be stored. */
export function validate(type: ResourceType, object: DemoObject, old?: DemoObject, _subresource = ''): void {
  const id = `${type.group}/${type.plural}`;
  const { name, generateName } = object.metadata;
  const faults: FieldFault[] = [];
  if (!name && !generateName) faults.push(required('metadata.name', 'name or generateName is required'));
  else if (name && !old) faults.push(...nameFaults(type, name));
  faults.push(...metadataFaults(object), ...(CHECKS[id]?.(object) ?? []));
  if (old) faults.push(...updateFaults(id, object, old));
  if (faults.length > 0) throw invalid(type.group, type.kind, name ?? '', faults);
}
