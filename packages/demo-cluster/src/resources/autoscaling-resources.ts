import type {
  HorizontalPodAutoscalerSpec,
  HorizontalPodAutoscalerStatus,
  MetricSpec,
} from 'kubernetes-types/autoscaling/v2';
import { cloneJson, isJsonObject, type JsonObject, objectIn, valueAt } from '../json-value.ts';
import type { DemoObject } from '../store.ts';
import { AGE, ALL_VERBS, column, NAME, type ResourceType, STATUS } from './resource-type.ts';

type Autoscaler = DemoObject & { spec: HorizontalPodAutoscalerSpec; status?: HorizontalPodAutoscalerStatus };

const MAX_METRICS = 2;

function metricText(metric: MetricSpec, index: number, hpa: Autoscaler): string {
  const current = hpa.status?.currentMetrics?.[index];
  if (metric.type === 'Resource' && metric.resource) {
    const { name, target } = metric.resource;
    if (target.averageValue !== undefined)
      return `${name}: ${current?.resource?.current.averageValue ?? '<unknown>'}/${target.averageValue}`;
    const used = current?.resource?.current.averageUtilization;
    return `${name}: ${used === undefined ? '<unknown>' : `${used}%`}/${target.averageUtilization ?? '<auto>'}${target.averageUtilization === undefined ? '' : '%'}`;
  }
  if (metric.type === 'Pods' && metric.pods)
    return `${current?.pods?.current.averageValue ?? '<unknown>'}/${metric.pods.target.averageValue ?? '<unknown>'}`;
  const external = metric.external?.target ?? metric.object?.target;
  return `<unknown>/${external?.averageValue ?? external?.value ?? '<unknown>'}`;
}

function targetsText(hpa: Autoscaler): string {
  const metrics = hpa.spec.metrics ?? [];
  if (metrics.length === 0) return '<none>';
  const shown = metrics.slice(0, MAX_METRICS).map((metric, index) => metricText(metric, index, hpa));
  const more = metrics.length > MAX_METRICS ? ` + ${metrics.length - MAX_METRICS} more...` : '';
  return `${shown.join(', ')}${more}`;
}

const cpuTarget = (averageUtilization: unknown) => ({
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } },
});

/** v1 knows one metric, the CPU; the others are lost in it here (the real one hides them in annotations). */
function toV1(hpa: Autoscaler): DemoObject {
  const result = cloneJson<DemoObject>(hpa);
  const spec = objectIn(result, 'spec');
  const cpu = hpa.spec.metrics?.find((metric) => metric.resource?.name === 'cpu');
  const percentage = cpu?.resource?.target.averageUtilization;
  if (percentage !== undefined) spec['targetCPUUtilizationPercentage'] = percentage;
  delete spec['metrics'];
  delete spec['behavior'];
  const status = result['status'];
  if (isJsonObject(status)) {
    const current = hpa.status?.currentMetrics?.find((metric) => metric.resource?.name === 'cpu');
    const used = current?.resource?.current.averageUtilization;
    if (used !== undefined) status['currentCPUUtilizationPercentage'] = used;
    delete status['currentMetrics'];
    delete status['conditions'];
  }
  return result;
}

function fromV1(object: DemoObject): DemoObject {
  const result = cloneJson(object);
  const spec: JsonObject = objectIn(result, 'spec');
  const percentage = valueAt(spec, 'targetCPUUtilizationPercentage');
  delete spec['targetCPUUtilizationPercentage'];
  if (percentage !== undefined) spec['metrics'] = [cpuTarget(percentage)];
  const status = result['status'];
  if (isJsonObject(status)) delete status['currentCPUUtilizationPercentage'];
  return result;
}

const horizontalpodautoscalers: ResourceType<Autoscaler> = {
  group: 'autoscaling',
  versions: ['v2', 'v1'],
  plural: 'horizontalpodautoscalers',
  singular: 'horizontalpodautoscaler',
  kind: 'HorizontalPodAutoscaler',
  shortNames: ['hpa'],
  categories: ['all'],
  namespaced: true,
  verbs: ALL_VERBS,
  subresources: [STATUS('HorizontalPodAutoscaler')],
  columns: [
    NAME,
    column('Reference', (hpa) => `${hpa.spec.scaleTargetRef.kind}/${hpa.spec.scaleTargetRef.name}`),
    column('Targets', targetsText),
    column('MinPods', (hpa) => String(hpa.spec.minReplicas ?? '<unset>')),
    column('MaxPods', (hpa) => String(hpa.spec.maxReplicas)),
    column('Replicas', (hpa) => String(hpa.status?.currentReplicas ?? 0)),
    AGE,
  ],
  convert: {
    fromStored: (hpa, version) => (version === 'v1' ? toV1(hpa) : hpa),
    toStored: (object, version) => (version === 'v1' ? fromV1(object) : object),
  },
};

export const AUTOSCALING_RESOURCES: readonly ResourceType[] = [horizontalpodautoscalers];
