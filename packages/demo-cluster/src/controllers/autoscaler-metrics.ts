import { parseQuantity } from '@quarterdeck/shared/quantity';
import type { Autoscaler, MetricSpec } from './autoscaler-kinds.ts';
import { recommend, type Target, toleranceOf } from './autoscaler-replicas.ts';
import type { ControllerContext } from './controller.ts';
import type { Pod } from './kinds.ts';
import { messageOf } from './pod-control.ts';

export interface Measured {
  readonly replicas: number;
  /** how the condition and the event name the metric */
  readonly name: string;
  readonly status: object;
}

/** A metric that could not be read, with the reason that the condition takes. */
export class MetricFailure extends Error {
  readonly reason: string;
  /** with the metric named, for the message about all metrics */
  readonly full: string;

  constructor(reason: string, message: string, full: string) {
    super(message);
    this.reason = reason;
    this.full = full;
  }
}

/** The replicas that one metric asks for. Throws a MetricFailure when there is no such metric: the demo measures resources only. */
export function measure(
  { load, store }: ControllerContext,
  scaler: Autoscaler,
  metric: MetricSpec,
  pods: readonly Pod[],
  current: number,
): Measured {
  const source = metric.type === 'ContainerResource' ? metric.containerResource : metric.resource;
  if (!source || (metric.type !== 'Resource' && metric.type !== 'ContainerResource')) throw unknown(scaler, metric);
  const container = metric.type === 'ContainerResource' ? metric.containerResource?.container : undefined;
  const { name, target } = source;
  const isShare = target.averageValue === undefined;
  const kind = container === undefined ? 'resource' : 'container resource';
  const wanted: Target = {
    resource: name,
    container,
    utilization: isShare ? target.averageUtilization : undefined,
    averageValue: isShare ? undefined : parseQuantity(String(target.averageValue)),
  };
  const { scaleUp, scaleDown } = scaler.spec.behavior ?? {};
  const tolerance = toleranceOf(scaleUp?.tolerance, scaleDown?.tolerance);
  try {
    const { replicas, utilization, average } = recommend(load, pods, wanted, { current, now: store.now(), tolerance });
    const value = {
      ...(utilization === undefined ? {} : { averageUtilization: utilization }),
      averageValue: name === 'cpu' ? milliText(average) : String(Math.round(average)),
    };
    return {
      replicas,
      name: isShare ? `${name} ${kind} utilization (percentage of request)` : `${name} ${kind}`,
      status:
        container === undefined
          ? { type: 'Resource', resource: { name, current: value } }
          : { type: 'ContainerResource', containerResource: { name, container, current: value } },
    };
  } catch (error) {
    const message = `failed to get ${name} ${isShare ? 'utilization' : 'usage'}: ${messageOf(error)}`;
    const reason = container === undefined ? 'FailedGetResourceMetric' : 'FailedGetContainerResourceMetric';
    throw new MetricFailure(reason, message, `failed to get ${name} ${kind} metric value: ${message}`);
  }
}

function milliText(cores: number): string {
  const millis = Math.round(cores * 1000);
  return millis % 1000 === 0 ? String(millis / 1000) : `${millis}m`;
}

function unknown({ metadata }: Autoscaler, { type, pods, object, external }: MetricSpec): MetricFailure {
  const noCustom = 'no custom metrics API (custom.metrics.k8s.io) registered';
  if (pods) {
    const message = `unable to get metric ${pods.metric.name}: unable to fetch metrics from custom metrics API: ${noCustom}`;
    return new MetricFailure('FailedGetPodsMetric', message, `failed to get pods metric value: ${message}`);
  }
  if (object) {
    const { kind, name } = object.describedObject;
    const message = `unable to get metric ${object.metric.name}: ${kind} on ${metadata.namespace} ${name}/unable to fetch metrics from custom metrics API: ${noCustom}`;
    return new MetricFailure('FailedGetObjectMetric', message, `failed to get object metric value: ${message}`);
  }
  if (external) {
    const { name, selector } = external.metric;
    const message = `unable to get external metric ${metadata.namespace}/${name}/${selectorText(selector)}: unable to fetch metrics from external metrics API: the server could not find the requested resource (get ${name}.external.metrics.k8s.io)`;
    return new MetricFailure(
      'FailedGetExternalMetric',
      message,
      `failed to get ${name} external metric value: failed to get ${name} external metric: ${message}`,
    );
  }
  const message = `unknown metric source type "${type}"`;
  return new MetricFailure('InvalidMetricSourceType', message, message);
}

/** As Go prints a *metav1.LabelSelector. */
function selectorText(selector: unknown): string {
  if (typeof selector !== 'object' || selector === null) return 'nil';
  const labels = Object.entries((selector as { matchLabels?: Record<string, string> }).matchLabels ?? {});
  const pairs = labels.map(([key, value]) => `${key}: ${value},`).join('');
  return `&LabelSelector{MatchLabels:map[string]string{${pairs}},MatchExpressions:[]LabelSelectorRequirement{},}`;
}
