import { disruptionState, evictionFate, picksPods } from '../../api/disruption-state.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { isPicked } from '../../api/match-selector.ts';
import { listAt, textAt, valueAt } from '../../api/read-field.ts';

export interface DrainOptions {
  /** pods that no controller makes again (kubectl drain --force) */
  readonly force: boolean;
  /** pods whose emptyDir goes with them (--delete-emptydir-data) */
  readonly deleteEmptyDir: boolean;
  /** "": as each pod says itself */
  readonly graceSeconds: string;
}

/**
 * daemonSet and mirror: left where they are · orphan (its DaemonSet is gone), bare and emptyDir: in the way unless the options take
 * them · leaving: being deleted already · finished: has ended · evict: an ordinary pod
 */
type DrainClass = 'daemonSet' | 'mirror' | 'orphan' | 'bare' | 'emptyDir' | 'leaving' | 'finished' | 'evict';

/** A budget that has a say in a pod's eviction, and whether it has room. */
interface DrainBudget {
  readonly name: string;
  /** evictions that it allows now */
  readonly allowed: number;
}

export interface DrainPod {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly class: DrainClass;
  /** passed: stays on the node · taken: evicted · barred: the drain does not begin while it is there */
  readonly fate: 'passed' | 'taken' | 'barred';
  /** "ReplicaSet/web-5d4f"; "" for a bare pod */
  readonly owner: string;
  /** volumes whose data go with it */
  readonly emptyDirs: readonly string[];
  readonly budgets: readonly DrainBudget[];
  /** milliseconds: when it should be gone at the latest; of a leaving one */
  readonly dueBy?: number;
}

/** The DaemonSet that controls a pod, and whose pods a drain leaves where they are; undefined where none does. */
export function daemonSetOf(pod: KubeObject): string | undefined {
  const controller = controllerOf(pod);
  return controller?.kind === 'DaemonSet' ? controller.name : undefined;
}

const controllerOf = ({ metadata }: KubeObject) => metadata.ownerReferences?.find((owner) => owner.controller === true);

/**
 * What a drain would do with each pod of a node, as kubectl drain sorts them; what is in the way first. `orphans`: uids of the pods
 * whose DaemonSet is gone.
 */
export function drainPlan(
  pods: readonly KubeObject[],
  budgets: readonly KubeObject[],
  options: DrainOptions,
  orphans: ReadonlySet<string> = new Set(),
): readonly DrainPod[] {
  const rank = { barred: 0, taken: 1, passed: 2 };
  return pods
    .map((pod) => planOf(pod, budgets, options, orphans.has(pod.metadata.uid)))
    .sort(
      (a, b) => rank[a.fate] - rank[b.fate] || a.namespace.localeCompare(b.namespace) || a.name.localeCompare(b.name),
    );
}

function planOf(pod: KubeObject, budgets: readonly KubeObject[], options: DrainOptions, isOrphan: boolean): DrainPod {
  const { uid, name, namespace = '', deletionTimestamp } = pod.metadata;
  const controller = controllerOf(pod);
  const emptyDirs = listAt(pod, 'spec.volumes')
    .filter((volume) => valueAt(volume, 'emptyDir') !== undefined)
    .map((volume) => textAt(volume, 'name'));
  const sort = classOf(pod, { controller: controller?.kind, isOrphan, hasEmptyDir: emptyDirs.length > 0 });
  const due = deletionTimestamp === undefined ? Number.NaN : Date.parse(deletionTimestamp);
  return {
    uid,
    namespace,
    name,
    class: sort,
    fate: fateOf(sort, controller === undefined || isOrphan, emptyDirs.length > 0, options),
    owner: controller === undefined ? '' : `${controller.kind}/${controller.name}`,
    emptyDirs,
    budgets: budgetsOver(pod, budgets),
    ...(Number.isNaN(due) ? {} : { dueBy: due }),
  };
}

function classOf(
  pod: KubeObject,
  {
    controller,
    isOrphan,
    hasEmptyDir,
  }: { readonly controller: string | undefined; readonly isOrphan: boolean; readonly hasEmptyDir: boolean },
): DrainClass {
  const isFinished = ['Succeeded', 'Failed'].includes(textAt(pod, 'status.phase'));
  if (Object.hasOwn(pod.metadata.annotations ?? {}, 'kubernetes.io/config.mirror')) return 'mirror';
  // also one that is being deleted: a silent node never lets go of it, and the drain does not wait for it
  if (controller === 'DaemonSet' && !isFinished && !isOrphan) return 'daemonSet';
  if (pod.metadata.deletionTimestamp !== undefined) return 'leaving';
  if (isFinished) return 'finished';
  if (isOrphan) return 'orphan';
  if (controller === undefined) return 'bare';
  return hasEmptyDir ? 'emptyDir' : 'evict';
}

function fateOf(sort: DrainClass, isBare: boolean, hasEmptyDir: boolean, options: DrainOptions): DrainPod['fate'] {
  if (sort === 'mirror' || sort === 'daemonSet') return 'passed';
  if (sort === 'leaving' || sort === 'finished') return 'taken';
  return (isBare && !options.force) || (hasEmptyDir && !options.deleteEmptyDir) ? 'barred' : 'taken';
}

/** The budgets that the API server asks before it evicts the pod; none, where it lets the pod go whatever they say. */
function budgetsOver(pod: KubeObject, budgets: readonly KubeObject[]): readonly DrainBudget[] {
  const over = budgets.filter(
    (budget) =>
      budget.metadata.namespace === pod.metadata.namespace &&
      picksPods(budget) &&
      isPicked(pod.metadata.labels ?? {}, valueAt(budget, 'spec.selector'), 'selector'),
  );
  const evicted = {
    phase: textAt(pod, 'status.phase'),
    ready: listAt(pod, 'status.conditions').some(
      (each) => textAt(each, 'type') === 'Ready' && textAt(each, 'status') === 'True',
    ),
    leaving: pod.metadata.deletionTimestamp !== undefined,
  };
  return over.flatMap((budget) => {
    const state = disruptionState(budget);
    const fate = evictionFate(evicted, state, over.length);
    if (fate === 'free') return [];
    return [{ name: budget.metadata.name, allowed: fate === 'waits' ? 0 : state.allowed }];
  });
}

/** What the plan comes to. */
interface DrainSum {
  readonly taken: number;
  readonly passed: number;
  readonly barred: number;
  /** pods that have to wait for a budget: more of them are here than it allows to go now */
  readonly waiting: number;
  /** pods under two budgets or more: the API server evicts none of them */
  readonly never: number;
}

/** Adds a plan up, budgets taken together: one that allows one disruption lets one of three pods go. */
export function drainSum(plan: readonly DrainPod[]): DrainSum {
  const count = (fate: DrainPod['fate']) => plan.filter((pod) => pod.fate === fate).length;
  const left = new Map<string, number>();
  let waiting = 0;
  let never = 0;
  for (const pod of plan) {
    if (pod.fate !== 'taken' || pod.class === 'leaving') continue;
    const [budget, second] = pod.budgets;
    if (second !== undefined) never += 1;
    else if (budget !== undefined) {
      const key = `${pod.namespace}/${budget.name}`;
      const room = left.get(key) ?? budget.allowed;
      if (room <= 0) waiting += 1;
      left.set(key, room - 1);
    }
  }
  return { taken: count('taken'), passed: count('passed'), barred: count('barred'), waiting, never };
}

/** The same drain for kubectl. */
export function drainFlags(options: DrainOptions): readonly string[] {
  return [
    '--ignore-daemonsets',
    ...(options.force ? ['--force'] : []),
    ...(options.deleteEmptyDir ? ['--delete-emptydir-data'] : []),
    ...(options.graceSeconds === '' ? [] : [`--grace-period=${options.graceSeconds}`]),
  ];
}
