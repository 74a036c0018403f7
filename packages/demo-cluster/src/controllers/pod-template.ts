import type { DemoObject } from '../store.ts';
import type { Container, PodSpec, PodTemplate } from './kinds.ts';
import { randomSuffix } from './object-hash.ts';

const TOKEN_MOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** A reference from an object to the controller that made it. */
export function controllerReference(owner: DemoObject) {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}

interface PodIdentity {
  readonly name?: string;
  readonly generateName?: string;
  readonly labels?: Record<string, string>;
}

/** A pod of a workload's template, defaulted and with its token volume as the API server would have left it. */
export function podOf(
  owner: DemoObject,
  template: PodTemplate,
  identity: PodIdentity,
  change?: (spec: PodSpec) => void,
) {
  const spec = structuredClone(template.spec);
  change?.(spec);
  const annotations = template.metadata?.annotations;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...(identity.name ? { name: identity.name } : {}),
      ...(identity.generateName ? { generateName: identity.generateName } : {}),
      namespace: owner.metadata.namespace ?? '',
      labels: { ...template.metadata?.labels, ...identity.labels },
      ...(annotations ? { annotations: { ...annotations } } : {}),
      ownerReferences: [controllerReference(owner)],
    },
    spec: admitPodSpec(spec),
    status: { phase: 'Pending', qosClass: qosClass(spec) },
  };
}

/** Defaults and admission of a pod's spec (pkg/apis/core/v1/defaults.go; ServiceAccount, DefaultTolerationSeconds). Idempotent. */
function admitPodSpec(spec: PodSpec): PodSpec {
  spec.restartPolicy ??= 'Always';
  spec['dnsPolicy'] ??= 'ClusterFirst';
  spec['schedulerName'] ??= 'default-scheduler';
  spec['securityContext'] ??= {};
  spec['enableServiceLinks'] ??= true;
  spec['preemptionPolicy'] ??= 'PreemptLowerPriority';
  spec['priority'] ??= 0;
  spec.terminationGracePeriodSeconds ??= 30;
  spec.serviceAccountName ??= 'default';
  spec.serviceAccount ??= spec.serviceAccountName;
  const containers = [...(spec.initContainers ?? []), ...spec.containers];
  for (const container of containers) defaultContainer(container);
  tolerateForAWhile(spec);
  if (spec.automountServiceAccountToken !== false) mountToken(spec, containers);
  return spec;
}

function defaultContainer(container: Container): void {
  container.imagePullPolicy ??= /:(?!latest$)[^/]+$|@/.test(container.image) ? 'IfNotPresent' : 'Always';
  container.resources ??= {};
  container['terminationMessagePath'] ??= '/dev/termination-log';
  container['terminationMessagePolicy'] ??= 'File';
  for (const port of container.ports ?? []) port.protocol ??= 'TCP';
  for (const probe of [container.readinessProbe, container.livenessProbe, container.startupProbe]) {
    if (!probe) continue;
    probe.timeoutSeconds ??= 1;
    probe.periodSeconds ??= 10;
    probe.successThreshold ??= 1;
    probe.failureThreshold ??= 3;
    if (probe.httpGet) {
      probe.httpGet.path ??= '/';
      probe.httpGet.scheme ??= 'HTTP';
    }
  }
}

function tolerateForAWhile(spec: PodSpec): void {
  const tolerations = spec.tolerations ?? [];
  for (const state of ['not-ready', 'unreachable']) {
    const key = `node.kubernetes.io/${state}`;
    if (tolerations.some((one) => (one.key === key || !one.key) && (!one.effect || one.effect === 'NoExecute')))
      continue;
    tolerations.push({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 });
  }
  spec.tolerations = tolerations;
}

function mountToken(spec: PodSpec, containers: readonly Container[]): void {
  if (containers.every((one) => one.volumeMounts?.some((mount) => mount.mountPath === TOKEN_MOUNT))) return;
  const name = `kube-api-access-${randomSuffix()}`;
  spec.volumes = [
    ...(spec.volumes ?? []),
    {
      name,
      projected: {
        defaultMode: 420,
        sources: [
          { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
          { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
          {
            downwardAPI: {
              items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
            },
          },
        ],
      },
    } as NonNullable<PodSpec['volumes']>[number],
  ];
  for (const container of containers)
    if (!container.volumeMounts?.some((mount) => mount.mountPath === TOKEN_MOUNT))
      container.volumeMounts = [...(container.volumeMounts ?? []), { name, readOnly: true, mountPath: TOKEN_MOUNT }];
}

/** Guaranteed, Burstable or BestEffort, from requests and limits. */
export function qosClass(spec: PodSpec): string {
  const containers = [...spec.containers, ...(spec.initContainers ?? [])];
  const has = (one: Container) =>
    Object.keys(one.resources?.requests ?? {}).length + Object.keys(one.resources?.limits ?? {}).length > 0;
  if (!containers.some(has)) return 'BestEffort';
  const guaranteed = containers.every((one) =>
    ['cpu', 'memory'].every((resource) => {
      const limit = one.resources?.limits?.[resource];
      const request = one.resources?.requests?.[resource] ?? limit;
      return limit !== undefined && String(request) === String(limit);
    }),
  );
  return guaranteed ? 'Guaranteed' : 'Burstable';
}
