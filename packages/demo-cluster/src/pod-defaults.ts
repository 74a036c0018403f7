import { parseQuantity } from '@quarterdeck/shared/quantity';
import { canonical } from '@quarterdeck/shared/quantity-text';
import { isJsonObject, type JsonObject, objectIn, objectsIn, textAt, valueAt } from './json-value.ts';
import type { DemoObject } from './store.ts';
import { fill, fillFieldRef, fillVolume } from './volume-defaults.ts';

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
    fillHandler(probe);
    if (isJsonObject(probe['grpc'])) fill(probe['grpc'], { service: '' });
  }
  for (const hook of ['postStart', 'preStop']) fillHandler(valueAt(container, 'lifecycle', hook));
  for (const variable of objectsIn(container, 'env'))
    if (isJsonObject(variable['valueFrom'])) fillFieldRef(variable['valueFrom']);
  for (const side of ['limits', 'requests']) normalize(valueAt(container, 'resources', side));
}

/** How a probe or a hook asks over HTTP. */
function fillHandler(handler: unknown): void {
  const request = valueAt(handler, 'httpGet');
  if (!isJsonObject(request)) return;
  if (request['path'] === '') request['path'] = '/';
  fill(request, { path: '/', scheme: 'HTTP' });
}

/** Quantities are stored in their canonical form, so that 1000m and 1 are the same. */
export function normalize(amounts: unknown): void {
  if (!isJsonObject(amounts)) return;
  for (const [resource, amount] of Object.entries(amounts)) {
    const text = String(amount);
    // a number with an exponent keeps it
    if (parseQuantity(text) !== undefined && !/[eE][+-]?\d/.test(text)) amounts[resource] = canonical(text);
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
  objectsIn(value, 'volumes').forEach(fillVolume);
}

/** A pod of the host's network takes the ports that it declares on the host; templates do not say so. */
export function fillHostPorts(spec: unknown): void {
  if (valueAt(spec, 'hostNetwork') !== true) return;
  for (const list of ['initContainers', 'containers'])
    for (const container of objectsIn(spec, list))
      for (const port of objectsIn(container, 'ports')) fill(port, { hostPort: port['containerPort'] });
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
