import { StatusError } from '../status-error.ts';
import type { StoreEvent } from '../store.ts';
import { type Controller, type ControllerContext, controllerOf, itself } from './controller.ts';
import { freshSize, isScaling, resize, rollStep, scaleSets, stopOlds } from './deployment-rollout.ts';
import {
  cleanUp,
  findSets,
  REVISION,
  type ReplicaSets,
  renumber,
  replicaSetOf,
  replicasOf,
  revisionOf,
  SOURCE,
  sortOut,
} from './deployment-sets.ts';
import {
  isComplete,
  notePause,
  progressDeadline,
  setDeploymentCondition,
  writeDeploymentStatus,
} from './deployment-status.ts';
import { type Condition, type Deployment, KEYS, type ReplicaSet } from './kinds.ts';
import { canonical } from './object-hash.ts';
import { selectorOf, selectsEverything, suitors } from './ownership.ts';
import { conditionOf } from './pod-state.ts';

/** Rolls a Deployment's pods from one ReplicaSet to the next. */
export const deploymentController: Controller = {
  name: 'deployment',
  watches: [
    { key: KEYS.Deployment, map: itself },
    { key: KEYS.ReplicaSet, map: controllerOf('Deployment') },
    { key: KEYS.ReplicaSet, map: suitors(KEYS.Deployment, selectorOf) },
    // Recreate waits for the last old pod to be gone, of which no ReplicaSet's status tells
    { key: KEYS.Pod, map: deploymentOfGonePod },
  ],
  reconcile(context, namespace, name) {
    const deployment = context.store.get(KEYS.Deployment, namespace, name) as Deployment | undefined;
    if (!deployment) return undefined;
    if (selectsEverything(deployment.spec.selector)) {
      const words = 'This deployment is selecting all pods. A non-empty selector is required.';
      context.events.warning(deployment, SOURCE, 'SelectingAll', words);
      return undefined;
    }
    const sets = findSets(context, deployment);
    if (deployment.metadata.deletionTimestamp) return writeDeploymentStatus(context, deployment, sets, false);
    notePause(context, deployment);
    if (deployment.spec.paused || isScaling(deployment, sets)) {
      const numbered = withRevision(context, deployment, sets);
      scaleSets(context, latest(context, deployment), numbered);
      if (deployment.spec.paused) cleanUp(context, deployment, numbered.olds);
      return finish(context, deployment, false);
    }
    roll(context, deployment, sets);
    return finish(context, deployment, true);
  },
};

function deploymentOfGonePod({ type, object }: StoreEvent, { index }: ControllerContext): string[] {
  if (type !== 'DELETED') return [];
  return (object.metadata.ownerReferences ?? []).flatMap((owner) => {
    const set = index.byUid(owner.uid)?.object;
    return set ? controllerOf('Deployment')({ type, key: KEYS.ReplicaSet, object: set }) : [];
  });
}

function latest({ store }: ControllerContext, { metadata }: Deployment): Deployment {
  return store.get(KEYS.Deployment, metadata.namespace, metadata.name) as Deployment;
}

function presentSets({ index }: ControllerContext, deployment: Deployment): ReplicaSets {
  return sortOut(deployment, index.controlledBy(deployment, KEYS.ReplicaSet) as ReplicaSet[]);
}

function finish(context: ControllerContext, deployment: Deployment, isRollout: boolean): number | undefined {
  return writeDeploymentStatus(context, latest(context, deployment), presentSets(context, deployment), isRollout);
}

function roll(context: ControllerContext, deployment: Deployment, found: ReplicaSets): void {
  const isRecreate = deployment.spec.strategy?.type === 'Recreate';
  const sets = withRevision(context, deployment, found);
  if (isRecreate && !stopOlds(context, deployment, sets.olds)) return;
  const isNew = sets.fresh === undefined;
  if (isNew && createSet(context, deployment, sets) === undefined) return;
  const now = presentSets(context, deployment);
  const present = latest(context, deployment);
  if (!isRecreate) rollStep(context, present, now);
  else if (now.fresh && replicasOf(now.fresh) !== replicasOf(present))
    resize(context, present, now.fresh, replicasOf(present));
  if (isComplete(present, present.status)) cleanUp(context, present, now.olds);
}

/** Numbers the present template's set after all others; the Deployment carries the same number. */
function withRevision(context: ControllerContext, deployment: Deployment, sets: ReplicaSets): ReplicaSets {
  if (!sets.fresh) return sets;
  const revision = Math.max(0, ...sets.olds.map(revisionOf)) + 1;
  const fresh = renumber(context, deployment, sets.fresh, revision);
  remember(context, deployment, revisionOf(fresh));
  if (progressDeadline(deployment) !== undefined && !conditionOf(deployment.status?.conditions, 'Progressing'))
    note(context, deployment, {
      type: 'Progressing',
      status: 'True',
      reason: 'FoundNewReplicaSet',
      message: `Found new replica set "${fresh.metadata.name}"`,
    });
  return { ...sets, fresh };
}

function remember({ store }: ControllerContext, { metadata }: Deployment, revision: number): void {
  store.update(KEYS.Deployment, metadata.namespace, metadata.name, (draft) => {
    draft.metadata.annotations = { ...draft.metadata.annotations, [REVISION]: String(revision) };
  });
}

function note({ store }: ControllerContext, { metadata }: Deployment, condition: Condition): void {
  store.update(KEYS.Deployment, metadata.namespace, metadata.name, (draft) => {
    const status = { ...(draft as Deployment).status };
    status.conditions = setDeploymentCondition(status.conditions ?? [], condition, store.now());
    draft['status'] = status;
  });
}

function createSet(context: ControllerContext, deployment: Deployment, sets: ReplicaSets): ReplicaSet | undefined {
  const { store, events } = context;
  const revision = Math.max(0, ...sets.olds.map(revisionOf)) + 1;
  const replicas = freshSize(deployment, sets);
  const wanted = replicaSetOf(deployment, revision, replicas);
  const { name, namespace } = wanted.metadata;
  const hasDeadline = progressDeadline(deployment) !== undefined;
  let made: ReplicaSet;
  try {
    made = store.create(KEYS.ReplicaSet, wanted) as ReplicaSet;
  } catch (error) {
    const taken = store.get(KEYS.ReplicaSet, namespace, name) as ReplicaSet | undefined;
    if (taken && canonical(taken.spec.template) !== canonical(wanted.spec.template)) collide(context, deployment);
    const message = `Failed to create new replica set "${name}": ${error instanceof StatusError ? error.message : String(error)}`;
    if (hasDeadline && !taken)
      note(context, deployment, { type: 'Progressing', status: 'False', reason: 'ReplicaSetCreateError', message });
    if (!taken) events.warning(deployment, SOURCE, 'ReplicaSetCreateError', message);
    throw error;
  }
  if (replicas > 0) {
    const words = `Scaled up replica set ${name} from 0 to ${replicas}`;
    events.normal(deployment, SOURCE, 'ScalingReplicaSet', words);
  }
  remember(context, deployment, revision);
  if (hasDeadline)
    note(context, deployment, {
      type: 'Progressing',
      status: 'True',
      reason: 'NewReplicaSetCreated',
      message: `Created new replica set "${name}"`,
    });
  return made;
}

/** Another template has the same hash: the next attempt hashes differently. */
function collide({ store }: ControllerContext, { metadata }: Deployment): void {
  store.update(KEYS.Deployment, metadata.namespace, metadata.name, (draft) => {
    const { status } = draft as Deployment;
    draft['status'] = { ...status, collisionCount: (status?.collisionCount ?? 0) + 1 };
  });
}
