import { isJsonObject, textAt, valueAt } from '../json-value.ts';
import { forbidden } from '../status-error.ts';
import { type AdmissionPlugin, writes } from './admission-plugin.ts';
import { nameBeforeAdmission } from './name-before-admission.ts';

const RUNTIME_CLASSES = { group: 'node.k8s.io', resource: 'runtimeclasses' };

/** RuntimeClass: the named class must exist; its overhead and node selector become the pod's. */
export const runtimeClass: AdmissionPlugin = (request, store) => {
  if (!writes(request, 'pods', 'CREATE')) return undefined;
  const { object, key } = request;
  const name = textAt(object, 'spec', 'runtimeClassName');
  const spec = object['spec'];
  if (name === '' || !isJsonObject(spec)) return undefined;
  const found = store.get(RUNTIME_CLASSES, undefined, name);
  if (!found) throw forbidden(key, nameBeforeAdmission(object), `pod rejected: RuntimeClass "${name}" not found`);
  const overhead = valueAt(found, 'overhead', 'podFixed');
  if (overhead !== undefined) spec['overhead'] = overhead;
  const selector = valueAt(found, 'scheduling', 'nodeSelector');
  if (isJsonObject(selector))
    spec['nodeSelector'] = { ...(isJsonObject(spec['nodeSelector']) ? spec['nodeSelector'] : {}), ...selector };
  return undefined;
};
