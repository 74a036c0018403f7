import { parseQuantity } from '@quarterdeck/shared/quantity';
import type { DiscoveredResource, KubeObject } from '../../api/kube-object.ts';
import { listAt, numberAt, textAt, valueAt } from '../../api/read-field.ts';
import type { Blockable } from '../debug/use-settled.ts';
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
  readonly keeper?: NonNullable<ScaleLook['keeper']>;
  readonly replicas: number;
  /** containers that request nothing of it */
  readonly unrequested: Readonly<Record<Measured, readonly string[]>>;
  /** metrics.k8s.io is served */
  readonly hasMetrics: boolean;
}

export interface AutoscaleInput extends Blockable {
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
  const [metric] = ownMetrics(existing, resource);
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

/** A target as it is written: percent, or an amount; a mere number is what stood there, else percent. undefined: neither. */
function targetOf(text: string, stood: 'Utilization' | 'AverageValue'): object | undefined {
  const [, share, sign] = /^([1-9]\d{0,4})(%?)$/.exec(text) ?? [];
  if (share !== undefined && (sign === '%' || stood !== 'AverageValue'))
    return { type: 'Utilization', averageUtilization: Number(share) };
  return (parseQuantity(text) ?? 0) > 0 ? { type: 'AverageValue', averageValue: text } : undefined;
}

function ownMetrics(existing: KubeObject | undefined, resource: Measured): readonly unknown[] {
  return listAt(existing, 'spec.metrics').filter((metric) => measures(metric, resource));
}

/** The target that a field asks for now; of one that nobody touched, the one that is there. undefined: none. */
function wantedTarget(input: AutoscaleInput, resource: Measured): unknown {
  const [metric] = ownMetrics(input.read?.existing, resource);
  const own = valueAt(metric, 'resource.target');
  if (input.typed[resource] === undefined && own !== undefined) return own;
  const stood = textAt(own, 'averageValue') === '' ? 'Utilization' : 'AverageValue';
  return targetOf(fieldText(input, resource), stood);
}

/** Whether a field asks for a share of what is requested. */
export function isShare(input: AutoscaleInput, resource: Measured): boolean {
  return numberAt(wantedTarget(input, resource), 'averageUtilization') !== undefined;
}

/** Only CPU, and only a share of it: all that autoscaling/v1 has fields for. */
export function isV1({ resource }: Pick<AutoscaleRead, 'resource'>): boolean {
  return resource.version === 'v1';
}

/** A DNS subdomain, as the names of most objects are. */
export function isSubdomain(name: string): boolean {
  return name.length <= 253 && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(name);
}

/** What is wrong with a field; the end of a key `autoscale.fault.…`. */
export function fieldFault(input: AutoscaleInput, field: keyof AutoscaleInput['typed']): string | undefined {
  const { read } = input;
  const text = fieldText(input, field);
  switch (field) {
    case 'name':
      return isSubdomain(text) || read?.existing !== undefined ? undefined : 'name';
    case 'min': {
      // 0 is behind a feature gate (HPAScaleToZero): where it stands it may stay
      const least = numberAt(read?.existing, 'spec.minReplicas') === 0 ? 0 : 1;
      return /^\d{1,9}$/.test(text) && Number(text) >= least ? undefined : 'min';
    }
    case 'max':
      return /^\d{1,9}$/.test(text) && Number(text) >= Math.max(1, Number(fieldText(input, 'min'))) ? undefined : 'max';
    default: {
      // what stands there and nobody touched is the API server's matter
      if (text === '' || (input.typed[field] === undefined && read?.existing !== undefined)) return undefined;
      if (read !== undefined && isV1(read)) return isShare(input, field) ? undefined : 'share';
      return wantedTarget(input, field) === undefined ? 'metric' : undefined;
    }
  }
}

const FIELDS = ['name', 'min', 'max', ...MEASURED] as const;

export function autoscaleFault(input: AutoscaleInput): ActionFault | undefined {
  const { read } = input;
  if (read === undefined) return { key: 'scale:autoscale.reading', quiet: true };
  if (input.block !== undefined) return input.block;
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
  if (read !== undefined && isV1(read)) {
    const share = numberAt(wantedTarget(input, 'cpu'), 'averageUtilization');
    const stands = input.typed.cpu === undefined ? numberAt(now, 'spec.targetCPUUtilizationPercentage') : undefined;
    return { ...bounds, targetCPUUtilizationPercentage: stands ?? share ?? null };
  }
  const metrics = MEASURED.flatMap((name) => {
    // of what nobody touched, not the text is written but what stands there
    if (input.typed[name] === undefined && now !== undefined) return ownMetrics(now, name);
    const target = wantedTarget(input, name);
    return target === undefined ? [] : [{ type: 'Resource', resource: { name, target } }];
  });
  return { ...bounds, metrics: [...metrics, ...otherMetrics(now === undefined ? {} : { existing: now })] };
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
    return text === '' ? [] : [`${name} ${/^\d+$/.test(text) && isShare(input, name) ? `${text}%` : text}`];
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
