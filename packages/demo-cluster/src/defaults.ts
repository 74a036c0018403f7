import { equalJson, isJsonObject, type JsonObject, objectIn, objectsIn, valueAt } from './json-value.ts';
import { fillHostPorts, fillPodSpec, fillRequests, fillTemplate, qosClass } from './pod-defaults.ts';
import { fillDefinition } from './schema/custom/definition-status.ts';
import { fillService } from './service-defaults.ts';
import { fillClaimTemplates, SMALL_DEFAULTS } from './small-defaults.ts';
import type { ClusterStore, DemoObject, ResourceKey } from './store.ts';
import { fill } from './volume-defaults.ts';

type Default = (object: DemoObject, old: DemoObject | undefined, store: ClusterStore) => void;

const spec = (object: DemoObject) => objectIn(object, 'spec');

/** Defaulting per "group/resource", for creates and updates. */
const DEFAULTS: Readonly<Record<string, Default>> = {
  ...SMALL_DEFAULTS,
  '/pods': (object, old) => {
    const own = spec(object);
    fillPodSpec(own);
    fillRequests(own);
    fillHostPorts(own);
    fill(own, { enableServiceLinks: true });
    if (old) return;
    const status = objectIn(object, 'status');
    fill(status, { phase: 'Pending', qosClass: qosClass(own) });
  },
  '/services': (object, old, store) => fillService(object, old, store),
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
  '/replicationcontrollers': (object) => {
    fill(spec(object), { replicas: 1 });
    const labels = valueAt(object, 'spec', 'template', 'metadata', 'labels');
    if (labels !== undefined) fill(spec(object), { selector: labels });
    inheritLabels(object);
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
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
    });
    fillStrategy(object, { partition: 0 });
    fillClaimTemplates(object);
    fillTemplate(object);
    fill(objectIn(object, 'status'), { replicas: 0, availableReplicas: 0 });
  },
  'apps/daemonsets': (object, old) => {
    fill(spec(object), { revisionHistoryLimit: 10 });
    fillStrategy(object, { maxSurge: 0, maxUnavailable: 1 });
    fillTemplate(object);
    countTemplates(object, old);
    fill(objectIn(object, 'status'), {
      currentNumberScheduled: 0,
      desiredNumberScheduled: 0,
      numberMisscheduled: 0,
      numberReady: 0,
    });
  },
  'batch/jobs': (object, old) => {
    const own = spec(object);
    const backoffLimit = own['backoffLimitPerIndex'] === undefined ? 6 : 2 ** 31 - 1;
    fill(own, { backoffLimit, completionMode: 'NonIndexed', manualSelector: undefined, suspend: false });
    if (own['completions'] === undefined && own['parallelism'] === undefined) fill(own, { completions: 1 });
    const podReplacementPolicy = own['podFailurePolicy'] === undefined ? 'TerminatingOrFailed' : 'Failed';
    fill(own, { parallelism: 1, podReplacementPolicy });
    if (!old && own['manualSelector'] !== true) labelJob(object);
    inheritLabels(object);
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
    if (objectsIn(object, 'spec', 'metrics').length === 0) {
      const target = { type: 'Utilization', averageUtilization: 80 };
      spec(object)['metrics'] = [{ type: 'Resource', resource: { name: 'cpu', target } }];
    }
    fillBehavior(spec(object)['behavior']);
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
  'apiextensions.k8s.io/customresourcedefinitions': fillDefinition,
};

function fillStrategy(object: DemoObject, rolling: JsonObject): void {
  const strategy = objectIn(spec(object), 'updateStrategy');
  fill(strategy, { type: 'RollingUpdate' });
  if (strategy['type'] === 'RollingUpdate') fill(objectIn(strategy, 'rollingUpdate'), rolling);
}

/** A scaling behaviour that is given in part is completed (autoscaling/v2 GenerateHPAScaleUpRules). */
function fillBehavior(behavior: unknown): void {
  if (!isJsonObject(behavior)) return;
  const percent = { type: 'Percent', value: 100, periodSeconds: 15 };
  const up = { stabilizationWindowSeconds: 0, policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }, percent] };
  fill(objectIn(behavior, 'scaleUp'), { selectPolicy: 'Max', ...up });
  fill(objectIn(behavior, 'scaleDown'), { selectPolicy: 'Max', policies: [percent] });
}

/** Jobs and replication controllers without labels have those of their template. */
function inheritLabels(object: DemoObject): void {
  const labels = valueAt(object, 'spec', 'template', 'metadata', 'labels');
  if (isJsonObject(labels) && Object.keys(object.metadata.labels ?? {}).length === 0)
    object.metadata.labels = { ...(labels as Record<string, string>) };
}

/** apps/v1 keeps the number of templates that a DaemonSet has had as an annotation (registry/apps/daemonset strategy). */
function countTemplates(object: DemoObject, old: DemoObject | undefined): void {
  const key = 'deprecated.daemonset.template.generation';
  const before = Number(old?.metadata.annotations?.[key] ?? 0);
  const isSame = old !== undefined && equalJson(valueAt(old, 'spec', 'template'), valueAt(object, 'spec', 'template'));
  object.metadata.annotations = { ...object.metadata.annotations, [key]: String(isSame ? before || 1 : before + 1) };
}

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

/** What the API server adds to an object before it stores it. */
export function applyDefaults(
  key: ResourceKey,
  object: DemoObject,
  old: DemoObject | undefined,
  store: ClusterStore,
): void {
  DEFAULTS[`${key.group}/${key.resource}`]?.(object, old, store);
}
