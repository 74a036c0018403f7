import { isJsonObject, type JsonObject, objectsIn, textAt, valueAt } from './json-value.ts';
import type { DemoObject } from './store.ts';

/** Sets what is not set yet. */
export function fill(target: JsonObject, values: JsonObject): void {
  for (const [key, value] of Object.entries(values)) if (target[key] === undefined) target[key] = value;
}

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];

function fillContainer(container: JsonObject): void {
  const image = textAt(container, 'image');
  const floating = image.endsWith(':latest') || !/[:@][^/]*$/.test(image);
  fill(container, {
    imagePullPolicy: floating ? 'Always' : 'IfNotPresent',
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
  });
  for (const port of objectsIn(container, 'ports')) fill(port, { protocol: 'TCP' });
  for (const name of PROBES) {
    const probe = container[name];
    if (!isJsonObject(probe)) continue;
    fill(probe, { failureThreshold: 3, periodSeconds: 10, successThreshold: 1, timeoutSeconds: 1 });
    if (isJsonObject(probe['httpGet'])) fill(probe['httpGet'], { path: '/', scheme: 'HTTP' });
  }
}

/** What a pod's spec has when it does not say otherwise; for pods and for templates. */
export function fillPodSpec(value: unknown): void {
  if (!isJsonObject(value)) return;
  for (const list of ['initContainers', 'containers', 'ephemeralContainers'])
    objectsIn(value, list).forEach(fillContainer);
  fill(value, {
    dnsPolicy: 'ClusterFirst',
    restartPolicy: 'Always',
    schedulerName: 'default-scheduler',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
  });
  for (const volume of objectsIn(value, 'volumes')) {
    for (const source of ['configMap', 'secret', 'projected', 'downwardAPI'])
      if (isJsonObject(volume[source])) fill(volume[source], { defaultMode: 420 });
    if (isJsonObject(volume['hostPath'])) fill(volume['hostPath'], { type: '' });
  }
}

/** The same for the template of a workload. */
export const fillTemplate = (object: DemoObject) => fillPodSpec(valueAt(object, 'spec', 'template', 'spec'));

/** guaranteed: limits = requests for cpu and memory everywhere; best effort: neither anywhere. */
export function qosClass(spec: unknown): string {
  const all = [...objectsIn(spec, 'containers'), ...objectsIn(spec, 'initContainers')];
  const amounts = (container: JsonObject, field: string) => {
    const found = valueAt(container, 'resources', field);
    return isJsonObject(found) ? found : {};
  };
  if (all.every((c) => Object.keys({ ...amounts(c, 'limits'), ...amounts(c, 'requests') }).length === 0))
    return 'BestEffort';
  const guaranteed = all.every((container) =>
    ['cpu', 'memory'].every((name) => {
      const limit = amounts(container, 'limits')[name];
      return limit !== undefined && (amounts(container, 'requests')[name] ?? limit) === limit;
    }),
  );
  return guaranteed ? 'Guaranteed' : 'Burstable';
}

const NOT_READY_TOLERATIONS = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];

/** The ServiceAccount and DefaultTolerationSeconds admission plugins. */
export function admitPod(spec: JsonObject): void {
  const account = textAt(spec, 'serviceAccountName') || textAt(spec, 'serviceAccount') || 'default';
  Object.assign(spec, { serviceAccount: account, serviceAccountName: account });
  fill(spec, { enableServiceLinks: true, preemptionPolicy: 'PreemptLowerPriority', priority: 0 });
  const tolerations = objectsIn(spec, 'tolerations');
  for (const key of NOT_READY_TOLERATIONS) {
    if (tolerations.some((t) => t['key'] === key || (t['key'] === undefined && t['operator'] === 'Exists'))) continue;
    tolerations.push({ effect: 'NoExecute', key, operator: 'Exists', tolerationSeconds: 300 });
  }
  spec['tolerations'] = tolerations;
}

const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Mounts the account's token, authority and namespace, where a program looks for them. */
export function mountToken(spec: JsonObject): void {
  if (spec['automountServiceAccountToken'] === false || objectsIn(spec, 'containers').length === 0) return;
  const containers = [...objectsIn(spec, 'containers'), ...objectsIn(spec, 'initContainers')];
  if (containers.some((c) => objectsIn(c, 'volumeMounts').some((m) => m['mountPath'] === TOKEN_PATH))) return;
  const name = `kube-api-access-${Math.random().toString(36).slice(2, 7).padEnd(5, 'x')}`;
  const fieldRef = { apiVersion: 'v1', fieldPath: 'metadata.namespace' };
  const projected = {
    defaultMode: 420,
    sources: [
      { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
      { configMap: { items: [{ key: 'ca.crt', path: 'ca.crt' }], name: 'kube-root-ca.crt' } },
      { downwardAPI: { items: [{ fieldRef, path: 'namespace' }] } },
    ],
  };
  spec['volumes'] = [...objectsIn(spec, 'volumes'), { name, projected }];
  for (const container of containers)
    container['volumeMounts'] = [
      ...objectsIn(container, 'volumeMounts'),
      { mountPath: TOKEN_PATH, name, readOnly: true },
    ];
}
