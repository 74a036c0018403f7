import { isJsonObject, type JsonObject, objectIn, objectsIn, textAt, valueAt } from './json-value.ts';
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

/** A pod that limits a resource asks for as much of it unless it says otherwise; templates do not (SetDefaults_Pod). */
export function fillRequests(spec: unknown): void {
  for (const list of ['initContainers', 'containers'])
    for (const container of objectsIn(spec, list)) {
      const limits = valueAt(container, 'resources', 'limits');
      if (!isJsonObject(limits) || Object.keys(limits).length === 0) continue;
      const resources = objectIn(container, 'resources');
      fill(objectIn(resources, 'requests'), limits);
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
