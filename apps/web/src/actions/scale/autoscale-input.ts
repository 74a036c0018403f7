import { parseQuantity } from '@quarterdeck/shared/quantity';
import type { DiscoveredResource, KubeObject } from '../../api/kube-object.ts';
import { listAt, numberAt, textAt, valueAt } from '../../api/read-field.ts';
import type { ActionFault } from '../define-action.ts';
import type { ScaleLook } from './scale-input.ts';

/** Resources that the form asks a target of; other metrics stay as they are. */
export const MEASURED = ['cpu', 'memory'] as const;
export type Measured = (typeof MEASURED)[number];

/** What the cluster says before an autoscaler is made or changed. */
export interface AutoscaleRead {
  /** the kind in the newest version that is served */
  readonly resource: DiscoveredResource;
  /** the one that is changed, in that version */
  readonly existing?: KubeObject;
  /** all that scale it */
  readonly names: readonly string[];
  readonly target: { readonly apiVersion: string; readonly kind: string; readonly name: string };
  readonly owner?: NonNullable<ScaleLook['owner']>;
  readonly replicas: number;
  /** containers that request nothing of it */
  readonly unrequested: Readonly<Record<Measured, readonly string[]>>;
  /** metrics.k8s.io is served */
  readonly hasMetrics: boolean;
}

export interface AutoscaleInput {
  /** undefined: being read */
  readonly read?: AutoscaleRead;
  /** what was typed, field by field */
  readonly typed: Readonly<Partial<Record<'name' | 'min' | 'max' | Measured, string>>>;
}

/** What stands in a field: what was typed, else what the autoscaler has, else a beginning. */
export function fieldText({ read, typed }: AutoscaleInput, field: keyof AutoscaleInput['typed']): string {
  const text = typed[field];
  if (text !== undefined) return text;
  const existing = read?.existing;
  switch (field) {
    case 'name':
      return existing?.metadata.name ?? read?.target.name ?? '';
    case 'min':
      return `${existing === undefined ? 1 : (numberAt(existing, 'spec.minReplicas') ?? 1)}`;
    case 'max':
      return `${numberAt(existing, 'spec.maxReplicas') ?? Math.max(2 * (read?.replicas ?? 1), 2)}`;
    default:
      return existing === undefined ? (field === 'cpu' ? '80%' : '') : presentTarget(existing, field);
  }
}

function presentTarget(existing: KubeObject, resource: Measured): string {
  const old = numberAt(existing, 'spec.targetCPUUtilizationPercentage');
  if (resource === 'cpu' && old !== undefined) return `${old}%`;
  const metric = listAt(existing, 'spec.metrics').find((each) => measures(each, resource));
  const share = textAt(metric, 'resource.target.averageUtilization');
  return share === '' ? textAt(metric, 'resource.target.averageValue') : `${share}%`;
}

function measures(metric: unknown, resource: string): boolean {
  return textAt(metric, 'type') === 'Resource' && textAt(metric, 'resource.name') === resource;
}

/** Metrics of the one that is changed which the form does not show. */
export function otherMetrics({ existing }: Pick<AutoscaleRead, 'existing'>): readonly unknown[] {
  return listAt(existing, 'spec.metrics').filter((metric) => !MEASURED.some((resource) => measures(metric, resource)));
}

/** A target as it is written: percent, with or without the sign, or an amount; undefined: neither. */
function targetOf(text: string): object | undefined {
  const share = /^([1-9]\d{0,4})%?$/.exec(text)?.[1];
  if (share !== undefined) return { type: 'Utilization', averageUtilization: Number(share) };
  return (parseQuantity(text) ?? 0) > 0 ? { type: 'AverageValue', averageValue: text } : undefined;
}

/** Only CPU, and only a share of it: all that autoscaling/v1 has fields for. */
export function isV1({ resource }: Pick<AutoscaleRead, 'resource'>): boolean {
  return resource.version === 'v1';
}

/** What is wrong with a field; the end of a key `autoscale.fault.…`. */
export function fieldFault(input: AutoscaleInput, field: keyof AutoscaleInput['typed']): string | undefined {
  const { read } = input;
  const text = fieldText(input, field);
  switch (field) {
    case 'name':
      return /^[a-z0-9]([a-z0-9-]{0,251}[a-z0-9])?$/.test(text) || read?.existing !== undefined ? undefined : 'name';
    case 'min': {
      // 0 is behind a feature gate (HPAScaleToZero): where it stands it may stay
      const least = numberAt(read?.existing, 'spec.minReplicas') === 0 ? 0 : 1;
      return /^\d{1,9}$/.test(text) && Number(text) >= least ? undefined : 'min';
    }
    case 'max':
      return /^\d{1,9}$/.test(text) && Number(text) >= Math.max(1, Number(fieldText(input, 'min'))) ? undefined : 'max';
    default: {
      if (text === '') return undefined;
      const target = targetOf(text);
      if (read !== undefined && isV1(read))
        return valueAt(target, 'averageUtilization') === undefined ? 'share' : undefined;
      return target === undefined ? 'metric' : undefined;
    }
  }
}

const FIELDS = ['name', 'min', 'max', ...MEASURED] as const;

export function autoscaleFault(input: AutoscaleInput): ActionFault | undefined {
  const { read } = input;
  if (read === undefined) return { key: 'scale:autoscale.reading', quiet: true };
  if (read.owner !== undefined) return { key: 'scale:autoscale.owned', quiet: true };
  const fault = FIELDS.map((field) => fieldFault(input, field)).find((each) => each !== undefined);
  if (fault !== undefined) return { key: `scale:autoscale.fault.${fault}`, quiet: true };
  const targets = MEASURED.filter((resource) => fieldText(input, resource) !== '');
  if (targets.length + otherMetrics(read).length === 0) return { key: 'scale:autoscale.fault.none' };
  if (read.existing === undefined) return undefined;
  const before = { read, typed: {} };
  const isSame = FIELDS.every((field) => fieldText(input, field) === fieldText(before, field));
  return isSame ? { key: 'scale:autoscale.fault.same', quiet: true } : undefined;
}

/** Bounds and metrics, over those that the autoscaler has now. */
export function autoscalerSpec(input: AutoscaleInput, now: KubeObject | undefined): Readonly<Record<string, unknown>> {
  const { read } = input;
  const bounds = { minReplicas: Number(fieldText(input, 'min')), maxReplicas: Number(fieldText(input, 'max')) };
  const targets = MEASURED.flatMap((name) => {
    const target = targetOf(fieldText(input, name));
    return target === undefined ? [] : [{ name, target }];
  });
  if (read !== undefined && isV1(read)) {
    const share = targets.find(({ name }) => name === 'cpu')?.target;
    return { ...bounds, targetCPUUtilizationPercentage: valueAt(share, 'averageUtilization') ?? null };
  }
  return {
    ...bounds,
    metrics: [
      ...targets.map((resource) => ({ type: 'Resource', resource })),
      ...otherMetrics(now === undefined ? {} : { existing: now }),
    ],
  };
}

export function newAutoscaler(input: AutoscaleInput, read: AutoscaleRead, namespace: string | undefined): object {
  return {
    apiVersion: `autoscaling/${read.resource.version}`,
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: fieldText(input, 'name'), ...(namespace === undefined ? {} : { namespace }) },
    spec: { scaleTargetRef: read.target, ...autoscalerSpec(input, undefined) },
  };
}

/** "cpu 70%, requests": by what it will scale. */
export function metricsText(input: AutoscaleInput): string {
  const own = MEASURED.flatMap((name) => {
    const text = fieldText(input, name);
    return text === '' ? [] : [`${name} ${/^\d+$/.test(text) ? `${text}%` : text}`];
  });
  const others = otherMetrics(input.read ?? {}).map((metric) => {
    const type = textAt(metric, 'type');
    const part = valueAt(metric, type.charAt(0).toLowerCase() + type.slice(1));
    return textAt(part, 'metric.name') || textAt(part, 'name') || type;
  });
  return [...own, ...others].join(', ');
}

/** Containers that request nothing of a resource. */
export function unrequested(template: unknown, resource: Measured): readonly string[] {
  return listAt(template, 'spec.containers')
    .filter(
      (container) =>
        textAt(container, `resources.requests.${resource}`) === '' &&
        textAt(container, `resources.limits.${resource}`) === '',
    )
    .map((container) => textAt(container, 'name'));
}
