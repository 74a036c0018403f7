import { isJsonObject, type JsonObject, objectIn, objectsIn, textAt, valueAt } from './json-value.ts';
import { normalize } from './pod-defaults.ts';
import type { DemoObject } from './store.ts';
import { fill, fillVolume } from './volume-defaults.ts';

type Default = (object: DemoObject, old: DemoObject | undefined) => void;

const RBAC = 'rbac.authorization.k8s.io';
const spec = (object: DemoObject) => objectIn(object, 'spec');

/** A claim's own fields; for claims and for the templates of a StatefulSet. */
function fillClaimSpec(claim: unknown): void {
  if (!isJsonObject(claim)) return;
  fill(claim, { volumeMode: 'Filesystem' });
  for (const side of ['limits', 'requests']) normalize(valueAt(claim, 'resources', side));
}

/** The claims that a StatefulSet makes look like claims that are waiting. */
export function fillClaimTemplates(object: DemoObject): void {
  for (const template of objectsIn(object, 'spec', 'volumeClaimTemplates')) {
    fill(template, { apiVersion: 'v1', kind: 'PersistentVolumeClaim', status: { phase: 'Pending' } });
    fillClaimSpec(template['spec']);
  }
}

function fillSubjects(object: DemoObject): void {
  for (const subject of objectsIn(object, 'subjects'))
    if (textAt(subject, 'kind') !== 'ServiceAccount') fill(subject, { apiGroup: RBAC });
  const role = object['roleRef'];
  if (isJsonObject(role)) fill(role, { apiGroup: RBAC });
}

function fillWebhooks(object: DemoObject, isMutating: boolean): void {
  for (const hook of objectsIn(object, 'webhooks')) {
    fill(hook, {
      failurePolicy: 'Fail',
      matchPolicy: 'Equivalent',
      namespaceSelector: {},
      objectSelector: {},
      timeoutSeconds: 10,
      ...(isMutating ? { reinvocationPolicy: 'Never' } : {}),
    });
    for (const rule of objectsIn(hook, 'rules')) fill(rule, { scope: '*' });
    const service = valueAt(hook, 'clientConfig', 'service');
    if (isJsonObject(service)) fill(service, { port: 443 });
  }
}

/** What a container is limited to and asks for when a LimitRange names a part only (SetDefaults_LimitRangeItem). */
function fillLimits(item: JsonObject): void {
  for (const field of ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio']) normalize(item[field]);
  if (textAt(item, 'type') !== 'Container') return;
  for (const [field, sources] of [
    ['default', ['max']],
    ['defaultRequest', ['default', 'min']],
  ] as const)
    for (const source of sources) {
      const values = item[source];
      if (isJsonObject(values)) fill(objectIn(item, field), values);
    }
}

/** Defaulting of kinds that need little of it, per "group/resource". */
export const SMALL_DEFAULTS: Readonly<Record<string, Default>> = {
  '/limitranges': (object) => objectsIn(object, 'spec', 'limits').forEach(fillLimits),
  '/resourcequotas': (object) => normalize(valueAt(object, 'spec', 'hard')),
  '/persistentvolumeclaims': (object, old) => {
    fillClaimSpec(spec(object));
    if (!old) fill(objectIn(object, 'status'), { phase: 'Pending' });
  },
  '/persistentvolumes': (object, old) => {
    fill(spec(object), { persistentVolumeReclaimPolicy: 'Retain', volumeMode: 'Filesystem' });
    fillVolume(spec(object));
    normalize(valueAt(object, 'spec', 'capacity'));
    if (!old) fill(objectIn(object, 'status'), { phase: 'Available' });
  },
  '/endpoints': (object) => {
    for (const subset of objectsIn(object, 'subsets'))
      for (const port of objectsIn(subset, 'ports')) fill(port, { protocol: 'TCP' });
  },
  'discovery.k8s.io/endpointslices': (object) => {
    for (const port of objectsIn(object, 'ports')) fill(port, { name: '', protocol: 'TCP' });
  },
  'networking.k8s.io/ingresses': (object) => fill(object, { status: { loadBalancer: {} } }),
  'networking.k8s.io/networkpolicies': (object) => {
    const egress = objectsIn(object, 'spec', 'egress');
    fill(spec(object), { policyTypes: ['Ingress', ...(egress.length > 0 ? ['Egress'] : [])] });
    for (const rule of [...objectsIn(object, 'spec', 'ingress'), ...egress])
      for (const port of objectsIn(rule, 'ports')) fill(port, { protocol: 'TCP' });
  },
  'storage.k8s.io/storageclasses': (object) =>
    fill(object, { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' }),
  'storage.k8s.io/csidrivers': (object) =>
    fill(spec(object), {
      attachRequired: true,
      fsGroupPolicy: 'ReadWriteOnceWithFSType',
      podInfoOnMount: false,
      requiresRepublish: false,
      seLinuxMount: false,
      storageCapacity: false,
      volumeLifecycleModes: ['Persistent'],
    }),
  'scheduling.k8s.io/priorityclasses': (object) => fill(object, { preemptionPolicy: 'PreemptLowerPriority' }),
  'rbac.authorization.k8s.io/rolebindings': fillSubjects,
  'rbac.authorization.k8s.io/clusterrolebindings': fillSubjects,
  'admissionregistration.k8s.io/validatingwebhookconfigurations': (object) => fillWebhooks(object, false),
  'admissionregistration.k8s.io/mutatingwebhookconfigurations': (object) => fillWebhooks(object, true),
};
