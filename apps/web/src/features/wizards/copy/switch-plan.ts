import { shellWord } from '../../../actions/kubectl-command.ts';
import type { KubeObject } from '../../../api/kube-object.ts';
import { isPicked } from '../../../api/match-selector.ts';
import { entriesAt, numberAt, valueAt } from '../../../api/read-field.ts';
import { selectorText } from '../deploy/service-object.ts';
import type { PlannedObject } from '../plan/planned-object.ts';
import { bareName } from './copy-plan.ts';

type Pairs = Readonly<Record<string, string>>;

const pairs = (object: unknown, path: string): Pairs =>
  Object.fromEntries(entriesAt(object, path).map(([key, value]) => [key, String(value)]));

const podLabels = (workload: KubeObject) => pairs(workload, 'spec.template.metadata.labels');

export interface Side {
  readonly workload: KubeObject;
  readonly ready: number;
  readonly desired: number;
  /** the Service sends traffic to its pods now */
  readonly isOn: boolean;
}

/** The Deployments that a Service may be switched between: those first that it selects now, then those that are named like them. */
export function sidesOf(service: KubeObject, workloads: readonly KubeObject[]): readonly Side[] {
  const selector = valueAt(service, 'spec.selector');
  const sides = workloads
    .map((workload) => ({
      workload,
      ready: numberAt(workload, 'status.readyReplicas') ?? 0,
      desired: numberAt(workload, 'spec.replicas') ?? 1,
      isOn: isPicked(podLabels(workload), selector, 'labels'),
    }))
    .sort((a, b) => Number(b.isOn) - Number(a.isOn));
  const on = sides.find(({ isOn }) => isOn)?.workload.metadata.name ?? service.metadata.name;
  const isLike = ({ workload: { metadata } }: Side) => Number(bareName(metadata.name) === bareName(on));
  return sides.sort((a, b) => Number(b.isOn) - Number(a.isOn) || isLike(b) - isLike(a));
}

/**
 * The selector that picks a workload's pods: each key of the present one with the value that these pods have (a key that they lack goes), and
 * what their own workload selects them by, where nothing is left or another workload would be picked as well.
 */
export function selectorFor(service: KubeObject, workload: KubeObject, others: readonly KubeObject[]): Pairs {
  const labels = podLabels(workload);
  const kept = Object.fromEntries(
    Object.keys(pairs(service, 'spec.selector')).flatMap((key) => (key in labels ? [[key, labels[key] ?? '']] : [])),
  );
  const own = pairs(workload, 'spec.selector.matchLabels');
  const picksOthers = alsoPicked(kept, others).length > 0;
  return Object.keys(kept).length === 0 || picksOthers ? { ...kept, ...own } : kept;
}

/** Names of those workloads whose pods a selector picks as well: they would get a part of the traffic. */
export function alsoPicked(selector: Pairs, others: readonly KubeObject[]): readonly string[] {
  return others.filter((other) => isPicked(podLabels(other), selector, 'labels')).map(({ metadata: { name } }) => name);
}

/** The Service as it was read, with another selector: refused where somebody changed it since. */
export function switchPlan(service: KubeObject, selector: Pairs): readonly PlannedObject[] {
  const { managedFields: _, ...metadata } = service.metadata;
  const { status: _status, ...rest } = service;
  const { name, namespace = '' } = metadata;
  return [
    {
      object: { ...rest, metadata: { ...metadata }, spec: { ...(rest['spec'] as object), selector } },
      resource: 'services',
      replaces: { ...service, metadata: { ...service.metadata } },
      command: `kubectl set selector -n ${shellWord(namespace)} service ${shellWord(name)} ${shellWord(selectorText(selector))}`,
    },
  ];
}
