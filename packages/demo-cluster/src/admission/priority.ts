import { isJsonObject, textAt } from '../json-value.ts';
import { forbidden } from '../status-error.ts';
import { type AdmissionPlugin, type AdmissionStore, writes } from './admission-plugin.ts';
import { nameBeforeAdmission } from './name-before-admission.ts';

const CLASSES = { group: 'scheduling.k8s.io', resource: 'priorityclasses' };
/** Classes that are there even in a cluster that was filled without them. */
const SYSTEM: Readonly<Record<string, number>> = {
  'system-node-critical': 2000001000,
  'system-cluster-critical': 2000000000,
};

/** Priority: the number behind a class name, and one default class at most. */
export const priority: AdmissionPlugin = (request, store) => {
  if (writes(request, 'scheduling.k8s.io/priorityclasses', 'CREATE', 'UPDATE')) return checkDefault(request, store);
  if (!writes(request, 'pods', 'CREATE')) return undefined;
  const { object, key } = request;
  const spec = object['spec'];
  if (!isJsonObject(spec)) return undefined;
  const asked = textAt(spec, 'priorityClassName');
  const name = nameBeforeAdmission(object);
  const found = asked === '' ? defaultClass(store) : store.get(CLASSES, undefined, asked);
  if (asked !== '' && !found && SYSTEM[asked] === undefined)
    throw forbidden(key, name, `no PriorityClass with name ${asked} was found`);
  const computed = found ? Number(found['value'] ?? 0) : (SYSTEM[asked] ?? 0);
  const given = spec['priority'];
  if (given !== undefined && given !== computed)
    throw forbidden(
      key,
      name,
      `the integer value of priority (${given}) must not be provided in pod spec; priority admission controller computed ${computed} from the given PriorityClass name`,
    );
  const policy = found ? textAt(found, 'preemptionPolicy') || 'PreemptLowerPriority' : 'PreemptLowerPriority';
  const wanted = spec['preemptionPolicy'];
  if (wanted !== undefined && wanted !== policy)
    throw forbidden(
      key,
      name,
      `the string value of PreemptionPolicy (${wanted}) must not be provided in pod spec; priority admission controller computed ${policy} from the given PriorityClass name`,
    );
  spec['priority'] = computed;
  spec['preemptionPolicy'] = policy;
  if (found && asked === '') spec['priorityClassName'] = found.metadata.name;
  return undefined;
};

function defaultClass(store: AdmissionStore) {
  return store
    .list(CLASSES)
    .filter((one) => one['globalDefault'] === true)
    .sort((a, b) => Number(a['value']) - Number(b['value']))[0];
}

const checkDefault: AdmissionPlugin = ({ object, key }, store) => {
  const present = object['globalDefault'] === true ? defaultClass(store) : undefined;
  if (present && present.metadata.name !== object.metadata.name)
    throw forbidden(
      key,
      object.metadata.name,
      `PriorityClass ${present.metadata.name} is already marked as default. Only one default can exist`,
    );
  return undefined;
};
