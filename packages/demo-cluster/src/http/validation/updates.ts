import { quantityOf } from '@quarterdeck/shared/quantity-text';
import { equalJson, isJsonObject, type JsonObject, objectsIn, textAt, valueAt } from '../../json-value.ts';
import { definitionChangeFaults } from '../../schema/custom/definition-faults.ts';
import type { FieldFault } from '../../status-error.ts';
import type { DemoObject } from '../../store.ts';
import { forbidden, wrong } from './faults.ts';
import { specDiff } from './spec-diff.ts';

type UpdateCheck = (object: DemoObject, old: DemoObject) => FieldFault[];

const IMMUTABLE = 'field is immutable';
const POD_WORDS =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';
const STATEFUL_SET_WORDS =
  "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";
const STATEFUL_SET_MUTABLE = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
];
const CLAIM_WORDS =
  'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';
/** What a volume's spec says besides where the data are. */
const VOLUME_MUTABLE = [
  'capacity',
  'accessModes',
  'persistentVolumeReclaimPolicy',
  'claimRef',
  'nodeAffinity',
  'mountOptions',
  'storageClassName',
  'volumeMode',
  'volumeAttributesClassName',
];

const spec = (object: DemoObject): JsonObject => (isJsonObject(object['spec']) ? object['spec'] : {});
const without = (object: JsonObject, fields: readonly string[]) =>
  Object.fromEntries(Object.entries(object).filter(([field]) => !fields.includes(field)));

/** The field once it is set stays as it is. */
const frozen =
  (...path: string[]): UpdateCheck =>
  (object, old) => {
    const before = valueAt(old, ...path);
    const after = valueAt(object, ...path);
    return before === undefined || equalJson(before, after) ? [] : [wrong(path.join('.'), after ?? null, IMMUTABLE)];
  };

const both =
  (...checks: UpdateCheck[]): UpdateCheck =>
  (object, old) =>
    checks.flatMap((check) => check(object, old));

const updateForbidden =
  (field: string): UpdateCheck =>
  (object, old) =>
    equalJson(object[field], old[field]) ? [] : [forbidden(field, `updates to ${field} are forbidden.`)];

const frozenRole: UpdateCheck = (object, old) =>
  equalJson(object['roleRef'], old['roleRef']) ? [] : [wrong('roleRef', object['roleRef'], 'cannot change roleRef')];

/** ConfigMaps and Secrets that say that they never change. */
const frozenData: UpdateCheck = (object, old) => {
  if (old['immutable'] !== true) return [];
  const words = 'field is immutable when `immutable` is set';
  const faults = object['immutable'] === true ? [] : [forbidden('immutable', words)];
  for (const field of ['data', 'binaryData'])
    if (!equalJson(object[field] ?? {}, old[field] ?? {})) faults.push(forbidden(field, words));
  return faults;
};

const serviceUpdate: UpdateCheck = (object, old) => {
  const before = textAt(old, 'spec', 'clusterIP');
  const after = textAt(object, 'spec', 'clusterIP');
  if (before === after || before === '') return [];
  if (textAt(old, 'spec', 'type') === 'ExternalName' || textAt(object, 'spec', 'type') === 'ExternalName') return [];
  return [wrong('spec.clusterIPs[0]', [after], 'may not change once set')];
};

const jobUpdate: UpdateCheck = (object, old) => {
  const started = valueAt(old, 'status', 'startTime') !== undefined && valueAt(old, 'spec', 'suspend') !== true;
  const indexed = valueAt(object, 'spec', 'completionMode') === 'Indexed';
  const completions = valueAt(object, 'spec', 'completions');
  // an Indexed Job may grow and shrink together with its parallelism (KEP-2255)
  const elastic = indexed && completions === valueAt(object, 'spec', 'parallelism');
  return both(
    ...(elastic ? [] : [frozen('spec', 'completions')]),
    frozen('spec', 'selector'),
    ...(started || valueAt(old, 'spec', 'suspend') !== true ? [frozen('spec', 'template')] : []),
    frozen('spec', 'completionMode'),
  )(object, old);
};

const statefulSetUpdate: UpdateCheck = (object, old) =>
  equalJson(without(spec(object), STATEFUL_SET_MUTABLE), without(spec(old), STATEFUL_SET_MUTABLE))
    ? []
    : [forbidden('spec', STATEFUL_SET_WORDS)];

const claimUpdate: UpdateCheck = (object, old) => {
  const bound = textAt(old, 'status', 'phase') === 'Bound';
  const before = valueAt(old, 'spec', 'resources', 'requests', 'storage');
  const after = valueAt(object, 'spec', 'resources', 'requests', 'storage');
  const rest = (claim: DemoObject) => {
    const { resources, ...fields } = spec(claim);
    // the binder, too, may fill in what was open
    if (textAt(old, 'spec', 'volumeName') === '') delete fields['volumeName'];
    delete fields['volumeAttributesClassName'];
    if (valueAt(old, 'spec', 'storageClassName') === undefined) delete fields['storageClassName'];
    return bound ? fields : { ...fields, resources };
  };
  if (!equalJson(rest(object), rest(old)))
    return [forbidden('spec', `${CLAIM_WORDS}${specDiff('PersistentVolumeClaimSpec', old['spec'], object['spec'])}`)];
  return bound && quantityOf(after) < quantityOf(before)
    ? [forbidden('spec.resources.requests.storage', 'field can not be less than status.capacity')]
    : [];
};

const volumeUpdate: UpdateCheck = (object, old) => {
  const before = without(spec(old), VOLUME_MUTABLE);
  const after = without(spec(object), VOLUME_MUTABLE);
  const faults = equalJson(before, after)
    ? []
    : [
        forbidden(
          'spec.persistentvolumesource',
          `spec.persistentvolumesource is immutable after creation${specDiff('PersistentVolumeSource', before, after)}`,
        ),
      ];
  return [...faults, ...frozen('spec', 'volumeMode')(object, old)];
};

const nodeUpdate: UpdateCheck = (object, old) => {
  const faults: FieldFault[] = [];
  const once = (field: string) => {
    const before = valueAt(old, 'spec', field);
    return before !== undefined && before !== '' && !equalJson(before, valueAt(object, 'spec', field));
  };
  if (once('podCIDR') || once('podCIDRs'))
    faults.push(forbidden('spec.podCIDRs', 'node updates may not change podCIDR except from "" to valid'));
  if (once('providerID'))
    faults.push(forbidden('spec.providerID', 'node updates may not change providerID except from "" to valid'));
  if (faults.length > 0) faults.push(forbidden('', 'node updates may only change labels, taints, or capacity'));
  return faults;
};

const priorityUpdate: UpdateCheck = (object, old) => [
  ...(object['value'] === old['value'] ? [] : [forbidden('value', 'may not be changed in an update.')]),
  ...frozen('preemptionPolicy')(object, old),
];

const imagesOf = (podSpec: JsonObject, list: string) =>
  objectsIn(podSpec, list).map(({ image: _image, ...rest }) => rest);

const podUpdate: UpdateCheck = (object, old) => {
  const before = spec(old);
  const after = spec(object);
  for (const list of ['containers', 'initContainers'])
    if (objectsIn(before, list).length !== objectsIn(after, list).length)
      return [forbidden(`spec.${list}`, 'pod updates may not add or remove containers')];
  const faults = [...deadlineFaults(before, after), ...tolerationFaults(before, after)];
  const free = ['activeDeadlineSeconds', 'tolerations', 'terminationGracePeriodSeconds', 'schedulingGates'];
  if (objectsIn(before, 'schedulingGates').length > 0) free.push('nodeSelector', 'affinity');
  const fixed = (pod: JsonObject) => ({
    ...without(pod, free),
    containers: imagesOf(pod, 'containers'),
    initContainers: imagesOf(pod, 'initContainers'),
  });
  const grace = after['terminationGracePeriodSeconds'];
  const sameGrace =
    grace === before['terminationGracePeriodSeconds'] || Number(before['terminationGracePeriodSeconds']) < 0;
  if (equalJson(fixed(before), fixed(after)) && sameGrace) return faults;
  const munged = withImages(after, before);
  return [...faults, forbidden('spec', `${POD_WORDS}${specDiff('PodSpec', before, munged)}`)];
};

/** The new spec with the old one's images, so that the difference shows what is forbidden alone. */
function withImages(after: JsonObject, before: JsonObject): JsonObject {
  const result = {
    ...after,
    activeDeadlineSeconds: before['activeDeadlineSeconds'],
    tolerations: before['tolerations'],
  };
  for (const list of ['containers', 'initContainers']) {
    const old = objectsIn(before, list);
    if (old.length > 0)
      Object.assign(result, {
        [list]: objectsIn(after, list).map((container, index) => ({ ...container, image: old[index]?.['image'] })),
      });
  }
  return result;
}

function deadlineFaults(before: JsonObject, after: JsonObject): FieldFault[] {
  const field = 'spec.activeDeadlineSeconds';
  const old = before['activeDeadlineSeconds'];
  const now = after['activeDeadlineSeconds'];
  if (typeof old !== 'number') return [];
  if (typeof now !== 'number') return [wrong(field, null, 'must not update from a positive integer to nil value')];
  return now > old ? [wrong(field, now, 'must be less than or equal to previous value')] : [];
}

function tolerationFaults(before: JsonObject, after: JsonObject): FieldFault[] {
  const now = objectsIn(after, 'tolerations');
  const gone = objectsIn(before, 'tolerations').some(
    ({ tolerationSeconds: _seconds, ...old }) =>
      !now.some(({ tolerationSeconds: _newSeconds, ...one }) => equalJson(old, one)),
  );
  return gone
    ? [forbidden('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds')]
    : [];
}

/** What an update may not change, per "group/resource". */
export const UPDATE_CHECKS: Readonly<Record<string, UpdateCheck>> = {
  '/configmaps': frozenData,
  '/nodes': nodeUpdate,
  '/persistentvolumeclaims': claimUpdate,
  '/persistentvolumes': volumeUpdate,
  '/pods': podUpdate,
  '/secrets': both(frozen('type'), frozenData),
  '/services': serviceUpdate,
  'apiextensions.k8s.io/customresourcedefinitions': definitionChangeFaults,
  'apps/daemonsets': frozen('spec', 'selector'),
  'apps/deployments': frozen('spec', 'selector'),
  'apps/replicasets': frozen('spec', 'selector'),
  'apps/statefulsets': statefulSetUpdate,
  'batch/jobs': jobUpdate,
  'rbac.authorization.k8s.io/clusterrolebindings': frozenRole,
  'rbac.authorization.k8s.io/rolebindings': frozenRole,
  'scheduling.k8s.io/priorityclasses': priorityUpdate,
  'storage.k8s.io/storageclasses': both(
    updateForbidden('parameters'),
    updateForbidden('provisioner'),
    updateForbidden('reclaimPolicy'),
    frozen('volumeBindingMode'),
  ),
};
