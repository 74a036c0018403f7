import type { ControllerContext } from './controller.ts';
import {
  DESIRED,
  MAXIMUM,
  type ReplicaSets,
  replicasOf,
  revisionOf,
  SOURCE,
  sizeAnnotations,
  slack,
} from './deployment-sets.ts';
import { type Deployment, KEYS, type Pod, type ReplicaSet } from './kinds.ts';
import { isFinished } from './pod-state.ts';
import { millis } from './time.ts';

const total = (sets: readonly ReplicaSet[]) => sets.reduce((sum, set) => sum + replicasOf(set), 0);
const availableIn = (set: ReplicaSet) => set.status?.availableReplicas ?? 0;
const allOf = ({ fresh, olds }: ReplicaSets) => [...olds, ...(fresh ? [fresh] : [])];

/** Gives a set a new size and says so; the set as it is afterwards. */
export function resize(
  { store, events }: ControllerContext,
  deployment: Deployment,
  set: ReplicaSet,
  replicas: number,
): boolean {
  const before = replicasOf(set);
  store.update(KEYS.ReplicaSet, set.metadata.namespace, set.metadata.name, (draft) => {
    (draft as ReplicaSet).spec.replicas = replicas;
    draft.metadata.annotations = { ...draft.metadata.annotations, ...sizeAnnotations(deployment) };
  });
  if (before === replicas) return false;
  const way = replicas > before ? 'up' : 'down';
  const words = `Scaled ${way} replica set ${set.metadata.name} from ${before} to ${replicas}`;
  events.normal(deployment, SOURCE, 'ScalingReplicaSet', words);
  return true;
}

/** How many replicas the present template's set should have: as many as the surge leaves room for. */
export function freshSize(deployment: Deployment, sets: ReplicaSets): number {
  const wanted = replicasOf(deployment);
  if (deployment.spec.strategy?.type === 'Recreate') return wanted;
  const now = sets.fresh ? replicasOf(sets.fresh) : 0;
  const room = wanted + slack(deployment).surge - total(allOf(sets));
  return room <= 0 ? now : now + Math.min(room, wanted - now);
}

/** The Deployment's own size has changed since its sets were sized: that comes before any rollout. */
export function isScaling(deployment: Deployment, sets: ReplicaSets): boolean {
  return allOf(sets).some((set) => {
    const desired = set.metadata.annotations?.[DESIRED];
    return replicasOf(set) > 0 && desired !== undefined && Number(desired) !== replicasOf(deployment);
  });
}

/** Scales without rolling out: the only active set takes all, several share in proportion to their sizes. */
export function scaleSets(context: ControllerContext, deployment: Deployment, sets: ReplicaSets): void {
  const wanted = replicasOf(deployment);
  const active = allOf(sets).filter((set) => replicasOf(set) > 0);
  const only = active.length === 0 ? (sets.fresh ?? sets.olds.at(-1)) : active.length === 1 ? active[0] : undefined;
  if (only) {
    resize(context, deployment, only, wanted);
    return;
  }
  const { fresh } = sets;
  const isSaturated =
    fresh !== undefined &&
    replicasOf(fresh) === wanted &&
    Number(fresh.metadata.annotations?.[DESIRED]) === wanted &&
    availableIn(fresh) === wanted;
  if (isSaturated) for (const old of sets.olds) if (replicasOf(old) > 0) resize(context, deployment, old, 0);
  if (isSaturated || deployment.spec.strategy?.type === 'Recreate') return;
  shareOut(context, deployment, active);
}

/** Proportional scaling: the larger sets gain first; what rounding leaves goes to the largest. */
function shareOut(context: ControllerContext, deployment: Deployment, active: readonly ReplicaSet[]): void {
  const wanted = replicasOf(deployment);
  const most = wanted + slack(deployment).surge;
  const toAdd = (wanted > 0 ? most : 0) - total(active);
  const age = (set: ReplicaSet) => millis(set.metadata.creationTimestamp);
  // when growing the newer of two equals comes first, when shrinking the older
  const sorted = [...active].sort(
    (a, b) =>
      replicasOf(b) - replicasOf(a) ||
      (toAdd > 0 ? age(b) - age(a) || revisionOf(b) - revisionOf(a) : age(a) - age(b) || revisionOf(a) - revisionOf(b)),
  );
  let added = 0;
  const sizes = sorted.map((set) => {
    const size = replicasOf(set);
    if (toAdd === 0 || added === toAdd) return size;
    const left = toAdd - added;
    const part = fraction(deployment, set, most);
    const proportion = toAdd > 0 ? Math.min(part, left) : Math.max(part, left);
    added += proportion;
    return size + proportion;
  });
  if (sizes[0] !== undefined) sizes[0] = Math.max(0, sizes[0] + toAdd - added);
  sorted.forEach((set, at) => {
    resize(context, deployment, set, sizes[at] ?? 0);
  });
}

/** What a set would gain if it kept its part of all pods. */
function fraction(deployment: Deployment, set: ReplicaSet, most: number): number {
  if (replicasOf(deployment) === 0) return -replicasOf(set);
  const before = Number(set.metadata.annotations?.[MAXIMUM] ?? 0) || (deployment.status?.replicas ?? 0);
  return before === 0 ? 0 : Math.round((replicasOf(set) * most) / before) - replicasOf(set);
}

/** One step of a rolling update: the new set up as far as the surge allows, else the old ones down as far as availability allows. */
export function rollStep(context: ControllerContext, deployment: Deployment, sets: ReplicaSets): void {
  const { fresh, olds } = sets;
  if (!fresh) return;
  const wanted = replicasOf(deployment);
  if (replicasOf(fresh) !== wanted) {
    const size = replicasOf(fresh) > wanted ? wanted : freshSize(deployment, sets);
    if (size !== replicasOf(fresh) && resize(context, deployment, fresh, size)) return;
  }
  const oldCount = total(olds);
  if (oldCount === 0) return;
  const mustStay = wanted - slack(deployment).missing;
  const spare = oldCount + replicasOf(fresh) - mustStay - (replicasOf(fresh) - availableIn(fresh));
  if (spare <= 0) return;
  const sizes = new Map(olds.map((old) => [old, replicasOf(old)]));
  // broken old pods go first: they hold nothing up
  let broken = 0;
  for (const old of olds) {
    const down = Math.min(spare - broken, replicasOf(old) - availableIn(old));
    if (down <= 0 || replicasOf(old) === 0) continue;
    broken += down;
    sizes.set(old, replicasOf(old) - down);
    resize(context, deployment, old, replicasOf(old) - down);
  }
  let less = allOf(sets).reduce((sum, set) => sum + availableIn(set), 0) - mustStay;
  for (const old of olds) {
    const size = sizes.get(old) ?? 0;
    const down = Math.min(size, less);
    if (down <= 0) continue;
    less -= down;
    // the set's status may still count pods that it has just given up
    const current = { ...old, spec: { ...old.spec, replicas: size } };
    resize(context, deployment, current, size - down);
  }
}

/** Recreate: whether all pods of old sets are gone, after telling them to go. */
export function stopOlds(context: ControllerContext, deployment: Deployment, olds: readonly ReplicaSet[]): boolean {
  const active = olds.filter((old) => replicasOf(old) > 0);
  for (const old of active) resize(context, deployment, old, 0);
  if (active.length > 0) return false;
  return !olds.some((old) => (context.index.controlledBy(old, KEYS.Pod) as Pod[]).some((pod) => !isFinished(pod)));
}
