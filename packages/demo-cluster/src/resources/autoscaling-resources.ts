import type {
  HorizontalPodAutoscalerSpec,
  HorizontalPodAutoscalerStatus,
  MetricSpec,
} from 'kubernetes-types/autoscaling/v2';
import type { DemoObject } from '../store.ts';
import { fromV1, toV1 } from './autoscaling-conversion.ts';
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
