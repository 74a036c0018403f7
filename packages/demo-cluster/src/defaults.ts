import { isJsonObject, type JsonObject, objectIn, objectsIn, textAt, valueAt } from './json-value.ts';
import type { ClusterStore, DemoObject, ResourceKey } from './store.ts';

/** Sets what is not set yet. */
function fill(target: JsonObject, values: JsonObject): void {
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

function fillPodSpec(value: unknown): void {
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

const fillTemplate = (object: DemoObject) => fillPodSpec(valueAt(object, 'spec', 'template', 'spec'));

/** guaranteed: limits = requests for cpu and memory everywhere; best effort: neither anywhere. */
function qosClass(spec: unknown): string {
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
function admitPod(spec: JsonObject): void {
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

function mountToken(spec: JsonObject): void {
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

type Default = (object: DemoObject, old: DemoObject | undefined, store: ClusterStore) => void;

const spec = (object: DemoObject) => objectIn(object, 'spec');

/** Cluster addresses: 10.96.0.0/16, in the order in which services ask. */
function nextClusterIp(store: ClusterStore): string {
  const taken = new Set(store.list({ group: '', resource: 'services' }).map((s) => textAt(s, 'spec', 'clusterIP')));
  for (let number = 1; number < 65_000; number += 1) {
    const address = `10.96.${(number + 10) >> 8}.${(number + 10) & 255}`;
    if (!taken.has(address)) return address;
  }
  return '10.96.255.254';
}

function nextNodePort(store: ClusterStore, mine: readonly JsonObject[]): number {
  const taken = new Set(
    [...store.list({ group: '', resource: 'services' }).flatMap((s) => objectsIn(s, 'spec', 'ports')), ...mine].map(
      (port) => port['nodePort'],
    ),
  );
  let port = 30_000 + (taken.size % 2000);
  while (taken.has(port)) port = port >= 32_767 ? 30_000 : port + 1;
  return port;
}

const fillService: Default = (object, _old, store) => {
  const own = spec(object);
  fill(own, { type: 'ClusterIP', sessionAffinity: 'None' });
  const ports = objectsIn(own, 'ports');
  const exposed = own['type'] === 'NodePort' || own['type'] === 'LoadBalancer';
  for (const port of ports) {
    fill(port, { protocol: 'TCP', targetPort: port['port'] });
    if (exposed && port['nodePort'] === undefined) port['nodePort'] = nextNodePort(store, ports);
  }
  if (own['type'] === 'ExternalName') return;
  fill(own, { internalTrafficPolicy: 'Cluster', ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' });
  if (exposed) fill(own, { externalTrafficPolicy: 'Cluster' });
  if (own['type'] === 'LoadBalancer') fill(own, { allocateLoadBalancerNodePorts: true });
  if (!own['clusterIP']) own['clusterIP'] = nextClusterIp(store);
  fill(own, { clusterIPs: [own['clusterIP']] });
  fill(object, { status: { loadBalancer: {} } });
};

/** Defaulting per "group/resource", for creates and updates. */
const DEFAULTS: Readonly<Record<string, Default>> = {
  '/pods': (object, old) => {
    const own = spec(object);
    fillPodSpec(own);
    if (old) return;
    admitPod(own);
    mountToken(own);
    const status = objectIn(object, 'status');
    fill(status, { phase: 'Pending', qosClass: qosClass(own) });
  },
  '/services': fillService,
  '/namespaces': (object, old) => {
    const { name } = object.metadata;
    object.metadata.labels = { 'kubernetes.io/metadata.name': name, ...object.metadata.labels };
    if (old) return;
    fill(spec(object), { finalizers: ['kubernetes'] });
    fill(objectIn(object, 'status'), { phase: 'Active' });
  },
  '/secrets': (object) => {
    fill(object, { type: 'Opaque' });
    const texts = object['stringData'];
    if (!isJsonObject(texts)) return;
    const data = objectIn(object, 'data');
    for (const [key, value] of Object.entries(texts)) data[key] = Buffer.from(String(value)).toString('base64');
    delete object['stringData'];
  },
  '/persistentvolumeclaims': (object, old, store) => {
    fill(spec(object), { volumeMode: 'Filesystem' });
    if (old) return;
    const standard = store
      .list({ group: 'storage.k8s.io', resource: 'storageclasses' })
      .find((c) => c.metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true');
    if (standard) fill(spec(object), { storageClassName: standard.metadata.name });
    fill(objectIn(object, 'status'), { phase: 'Pending' });
  },
  '/persistentvolumes': (object, old) => {
    fill(spec(object), { persistentVolumeReclaimPolicy: 'Retain', volumeMode: 'Filesystem' });
    if (!old) fill(objectIn(object, 'status'), { phase: 'Available' });
  },
  '/replicationcontrollers': (object) => {
    fill(spec(object), { replicas: 1 });
    const labels = valueAt(object, 'spec', 'template', 'metadata', 'labels');
    if (labels !== undefined) fill(spec(object), { selector: labels });
    fillTemplate(object);
    fill(objectIn(object, 'status'), { replicas: 0 });
  },
  'apps/deployments': (object) => {
    fill(spec(object), {
      progressDeadlineSeconds: 600,
      replicas: 1,
      revisionHistoryLimit: 10,
      strategy: {},
    });
    const strategy = objectIn(spec(object), 'strategy');
    fill(strategy, { type: 'RollingUpdate' });
    if (strategy['type'] === 'RollingUpdate') {
      fill(strategy, { rollingUpdate: {} });
      fill(objectIn(strategy, 'rollingUpdate'), { maxSurge: '25%', maxUnavailable: '25%' });
    }
    fillTemplate(object);
    fill(object, { status: {} });
  },
  'apps/replicasets': (object) => {
    fill(spec(object), { replicas: 1 });
    fillTemplate(object);
    fill(objectIn(object, 'status'), { replicas: 0 });
  },
  'apps/statefulsets': (object) => {
    fill(spec(object), {
      podManagementPolicy: 'OrderedReady',
      replicas: 1,
      revisionHistoryLimit: 10,
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
    });
    fillTemplate(object);
    fill(objectIn(object, 'status'), { replicas: 0, availableReplicas: 0 });
  },
  'apps/daemonsets': (object) => {
    fill(spec(object), {
      revisionHistoryLimit: 10,
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
    });
    fillTemplate(object);
    fill(objectIn(object, 'status'), {
      currentNumberScheduled: 0,
      desiredNumberScheduled: 0,
      numberMisscheduled: 0,
      numberReady: 0,
    });
  },
  'batch/jobs': (object, old) => {
    const own = spec(object);
    fill(own, { backoffLimit: 6, completionMode: 'NonIndexed', manualSelector: undefined, suspend: false });
    if (own['completions'] === undefined && own['parallelism'] === undefined) fill(own, { completions: 1 });
    fill(own, { parallelism: 1, podReplacementPolicy: 'TerminatingOrFailed' });
    if (!old && own['manualSelector'] !== true) labelJob(object);
    fillTemplate(object);
    fill(object, { status: {} });
  },
  'batch/cronjobs': (object) => {
    fill(spec(object), {
      concurrencyPolicy: 'Allow',
      failedJobsHistoryLimit: 1,
      successfulJobsHistoryLimit: 3,
      suspend: false,
    });
    fillPodSpec(valueAt(object, 'spec', 'jobTemplate', 'spec', 'template', 'spec'));
    fill(object, { status: {} });
  },
  'autoscaling/horizontalpodautoscalers': (object) => {
    fill(spec(object), { minReplicas: 1 });
    fill(objectIn(object, 'status'), { currentReplicas: 0, desiredReplicas: 0, currentMetrics: null });
  },
  'policy/poddisruptionbudgets': (object) => {
    fill(objectIn(object, 'status'), {
      currentHealthy: 0,
      desiredHealthy: 0,
      disruptionsAllowed: 0,
      expectedPods: 0,
    });
  },
  'networking.k8s.io/ingresses': (object) => fill(object, { status: { loadBalancer: {} } }),
  'networking.k8s.io/networkpolicies': (object) => {
    const egress = valueAt(object, 'spec', 'egress') !== undefined;
    fill(spec(object), { policyTypes: ['Ingress', ...(egress ? ['Egress'] : [])] });
  },
  'storage.k8s.io/storageclasses': (object) =>
    fill(object, { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' }),
  'scheduling.k8s.io/priorityclasses': (object) => fill(object, { preemptionPolicy: 'PreemptLowerPriority' }),
  'apiextensions.k8s.io/customresourcedefinitions': establish,
};

/** The job controller's label pairs belong to the API server's defaulting (registry/batch/job strategy). */
function labelJob(object: DemoObject): void {
  const { uid, name } = object.metadata;
  spec(object)['selector'] = { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } };
  const template = objectIn(spec(object), 'template');
  const labels = objectIn(objectIn(template, 'metadata'), 'labels');
  Object.assign(labels, {
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': uid,
    'job-name': name,
  });
}

function establish(object: DemoObject, old: DemoObject | undefined): void {
  const names = objectIn(spec(object), 'names');
  const kind = textAt(names, 'kind');
  fill(names, { listKind: `${kind}List`, singular: kind.toLowerCase() });
  fill(spec(object), { conversion: { strategy: 'None' } });
  if (old && valueAt(object, 'status', 'conditions') !== undefined) return;
  const lastTransitionTime = object.metadata.creationTimestamp;
  object['status'] = {
    acceptedNames: names,
    conditions: [
      {
        lastTransitionTime,
        message: 'no conflicts found',
        reason: 'NoConflicts',
        status: 'True',
        type: 'NamesAccepted',
      },
      {
        lastTransitionTime,
        message: 'the initial names have been accepted',
        reason: 'InitialNamesAccepted',
        status: 'True',
        type: 'Established',
      },
    ],
    storedVersions: objectsIn(object, 'spec', 'versions')
      .filter((version) => version['storage'] === true)
      .map((version) => textAt(version, 'name')),
  };
}

/** What the API server adds to an object before it stores it. */
export function applyDefaults(
  key: ResourceKey,
  object: DemoObject,
  old: DemoObject | undefined,
  store: ClusterStore,
): void {
  DEFAULTS[`${key.group}/${key.resource}`]?.(object, old, store);
}
