import { parseQuantity } from '@quarterdeck/shared/quantity';
import type { KubeObject } from '../../api/kube-object.ts';
import { listAt, numberAt, textAt, valueAt } from '../../api/read-field.ts';

/** share: percent of what the pods request · average: per pod · value: in all */
interface Amount {
  readonly kind: 'share' | 'average' | 'value';
  /** "70%", "500m" */
  readonly text: string;
}

export interface AutoscalerMetric {
  /** "Resource", "ContainerResource", "Pods", "Object", "External" */
  readonly type: string;
  readonly name: string;
  /** the container or the object that is measured; "" for pods */
  readonly of: string;
  readonly target: Amount | undefined;
  /** undefined: not measured */
  readonly current: Amount | undefined;
  /** current / target; undefined where one is not known */
  readonly share: number | undefined;
  /** replicas that this metric asks for by itself, all pods being ready */
  readonly wants: number | undefined;
}

export interface AutoscalerCondition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

/** An autoscaler of any version, in the terms of autoscaling/v2. */
export interface AutoscalerState {
  readonly min: number;
  readonly max: number;
  readonly current: number;
  readonly desired: number;
  readonly metrics: readonly AutoscalerMetric[];
  readonly conditions: readonly AutoscalerCondition[];
  /** scaleUp and scaleDown, as they are written */
  readonly behavior: unknown;
}

/** A ratio this near to 1 changes nothing (horizontal-pod-autoscaler-tolerance of the controller manager). */
const TOLERANCE = 0.1;
const OLD = 'autoscaling.alpha.kubernetes.io/';

/** Reads an autoscaler: v2 and v2beta2, v2beta1 with its flat fields, v1 with its annotations. */
export function autoscalerState(hpa: KubeObject): AutoscalerState {
  const current = numberAt(hpa, 'status.currentReplicas') ?? 0;
  const measured = currentMetrics(hpa);
  return {
    min: numberAt(hpa, 'spec.minReplicas') ?? 1,
    max: numberAt(hpa, 'spec.maxReplicas') ?? 0,
    current,
    desired: numberAt(hpa, 'status.desiredReplicas') ?? 0,
    metrics: wantedMetrics(hpa).map((metric) => metricOf(metric, measured, current)),
    conditions: both(hpa, 'status.conditions', 'conditions').map((each) => ({
      type: textAt(each, 'type'),
      status: textAt(each, 'status'),
      reason: textAt(each, 'reason'),
      message: textAt(each, 'message'),
    })),
    behavior: valueAt(hpa, 'spec.behavior') ?? old(hpa, 'behavior'),
  };
}

function wantedMetrics(hpa: KubeObject): readonly unknown[] {
  const cpu = numberAt(hpa, 'spec.targetCPUUtilizationPercentage');
  const own = cpu === undefined ? [] : [{ type: 'Resource', resource: { name: 'cpu', targetAverageUtilization: cpu } }];
  return [...own, ...both(hpa, 'spec.metrics', 'metrics')];
}

function currentMetrics(hpa: KubeObject): readonly unknown[] {
  const cpu = numberAt(hpa, 'status.currentCPUUtilizationPercentage');
  const own =
    cpu === undefined ? [] : [{ type: 'Resource', resource: { name: 'cpu', currentAverageUtilization: cpu } }];
  return [...own, ...both(hpa, 'status.currentMetrics', 'current-metrics')];
}

/** A list of the object, or of the annotation that v1 has in its place. */
function both(hpa: KubeObject, path: string, annotation: string): readonly unknown[] {
  const own = listAt(hpa, path);
  if (own.length > 0) return own;
  const value = old(hpa, annotation);
  return Array.isArray(value) ? value : [];
}

function old({ metadata: { annotations = {} } }: KubeObject, name: string): unknown {
  const key = OLD + name;
  if (!Object.hasOwn(annotations, key)) return undefined;
  try {
    return JSON.parse(annotations[key] ?? '');
  } catch {
    return undefined;
  }
}

function metricOf(metric: unknown, measured: readonly unknown[], replicas: number): AutoscalerMetric {
  const names = identity(metric);
  const status = measured.find((each) => isSame(identity(each), names));
  const target = amount(valueAt(part(metric), 'target')) ?? amount(part(metric));
  const found = amount(valueAt(part(status), 'current')) ?? amount(part(status));
  // a share of nothing is written beside the amount: what the target asks for counts
  const current = target === undefined || found?.kind === target.kind ? found : (of(status, target.kind) ?? found);
  const share =
    target === undefined || current === undefined || current.kind !== target.kind ? undefined : ratio(current, target);
  const wants =
    share === undefined || replicas === 0
      ? undefined
      : Math.abs(share - 1) <= TOLERANCE
        ? replicas
        : Math.ceil(Number((replicas * share).toFixed(6)));
  return { ...names, target, current: names.name === 'memory' ? readable(current) : current, share, wants };
}

interface Identity {
  readonly type: string;
  readonly name: string;
  readonly of: string;
}

function identity(metric: unknown): Identity {
  const own = part(metric);
  const object = valueAt(own, 'describedObject') ?? valueAt(own, 'target');
  return {
    type: textAt(metric, 'type'),
    name: textAt(own, 'name') || textAt(own, 'metric.name') || textAt(own, 'metricName'),
    of:
      textAt(own, 'container') ||
      (textAt(object, 'kind') === '' ? '' : `${textAt(object, 'kind')}/${textAt(object, 'name')}`),
  };
}

function isSame(a: Identity, b: Identity): boolean {
  return a.type === b.type && a.name === b.name && a.of === b.of;
}

/** The field that is named like the type: `resource` of a "Resource". */
function part(metric: unknown): unknown {
  const type = textAt(metric, 'type');
  return valueAt(metric, type.charAt(0).toLowerCase() + type.slice(1));
}

const SHARES = ['averageUtilization', 'targetAverageUtilization', 'currentAverageUtilization'];
const AVERAGES = ['averageValue', 'targetAverageValue', 'currentAverageValue'];
const VALUES = ['value', 'targetValue', 'currentValue'];

function amount(value: unknown): Amount | undefined {
  return inKind(value, 'share') ?? inKind(value, 'average') ?? inKind(value, 'value');
}

function of(status: unknown, kind: Amount['kind']): Amount | undefined {
  return inKind(valueAt(part(status), 'current'), kind) ?? inKind(part(status), kind);
}

function inKind(value: unknown, kind: Amount['kind']): Amount | undefined {
  const fields = { share: SHARES, average: AVERAGES, value: VALUES }[kind];
  const text = fields.map((field) => textAt(value, field)).find((each) => each !== '');
  // what is wanted is never "0"; a status that has not been measured says so
  return text === undefined ? undefined : { kind, text: kind === 'share' ? `${text}%` : text };
}

/** Bytes as they are measured ("20653941"), as people write them. */
function readable(found: Amount | undefined): Amount | undefined {
  if (found === undefined || !/^\d{6,}$/.test(found.text)) return found;
  return { ...found, text: `${(Number(found.text) / 2 ** 20).toFixed(1)}Mi` };
}

function ratio(current: Amount, target: Amount): number | undefined {
  const [have, want] = [current, target].map(({ text }) => parseQuantity(text.replace(/%$/, '')));
  return have === undefined || want === undefined || want <= 0 ? undefined : have / want;
}
