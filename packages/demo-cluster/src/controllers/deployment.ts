import { type Controller, type ControllerContext, controllerOf, itself } from './controller.ts';
import { writeDeploymentStatus } from './deployment-status.ts';
import { type Deployment, KEYS, type ReplicaSet } from './kinds.ts';
import { canonical, templateHash } from './object-hash.ts';
import { controllerReference } from './pod-template.ts';
import { roundedShare } from './rollout-share.ts';
import { millis } from './time.ts';

const SOURCE = { component: 'deployment-controller' };
const REVISION = 'deployment.kubernetes.io/revision';
// not copied to ReplicaSets (deployment_util.go annotationsToSkip)
const OWN_ANNOTATIONS = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  'deployment.kubernetes.io/revision-history',
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
]);

/** Rolls a Deployment's pods from one ReplicaSet to the next. */
export const deploymentController: Controller = {
  name: 'deployment',
  watches: [
    { key: KEYS.Deployment, map: itself },
    { key: KEYS.ReplicaSet, map: controllerOf('Deployment') },
    // Recreate waits for the last old pod to be gone, of which no ReplicaSet's status tells
    {
      key: KEYS.Pod,
      map: ({ type, object }, { index }) =>
        (type === 'DELETED' ? (object.metadata.ownerReferences ?? []) : []).flatMap((owner) => {
          const set = index.byUid(owner.uid)?.object;
          return set ? controllerOf('Deployment')({ type, key: KEYS.ReplicaSet, object: set }) : [];
        }),
    },
  ],
  reconcile(context, namespace, name) {
    const deployment = context.store.get(KEYS.Deployment, namespace, name) as Deployment | undefined;
    if (!deployment || deployment.metadata.deletionTimestamp) return undefined;
    const current = currentSet(context, deployment);
    const isScaling = !deployment.spec.paused || current === undefined;
    const fresh = isScaling ? (current ?? createSet(context, deployment)) : current;
    if (deployment.spec.paused) scaleWhilePaused(context, deployment);
    else if (fresh && deployment.spec.strategy?.type === 'Recreate') recreate(context, deployment, fresh);
    else if (fresh) roll(context, deployment, fresh);
    if (!deployment.spec.paused) cleanUp(context, deployment);
    return writeDeploymentStatus(context, deployment, newestSet(context, deployment));
  },
};

function setsOf({ index }: ControllerContext, deployment: Deployment): ReplicaSet[] {
  return (index.controlledBy(deployment, KEYS.ReplicaSet) as ReplicaSet[]).sort(
    (a, b) => millis(a.metadata.creationTimestamp) - millis(b.metadata.creationTimestamp),
  );
}

/** The ReplicaSet whose template is the Deployment's, but for the hash label. */
function newestSet(context: ControllerContext, deployment: Deployment): ReplicaSet | undefined {
  const wanted = canonical(deployment.spec.template);
  return setsOf(context, deployment).find((set) => {
    const labels = { ...set.spec.template.metadata?.labels };
    delete labels['pod-template-hash'];
    const template = { ...set.spec.template, metadata: { ...set.spec.template.metadata, labels } };
    return canonical(template) === wanted;
  });
}

function currentSet(context: ControllerContext, deployment: Deployment): ReplicaSet | undefined {
  const set = newestSet(context, deployment);
  if (!set) return undefined;
  const { store } = context;
  const others = setsOf(context, deployment).filter((one) => one !== set);
  const highest = Math.max(0, ...others.map((one) => Number(one.metadata.annotations?.[REVISION] ?? 0)));
  const revision = Math.max(highest + 1, Number(set.metadata.annotations?.[REVISION] ?? 0));
  const annotations = { ...inheritedAnnotations(deployment), [REVISION]: String(revision) };
  const updated = store.update(KEYS.ReplicaSet, set.metadata.namespace, set.metadata.name, (draft) => {
    draft.metadata.annotations = { ...draft.metadata.annotations, ...annotations };
  });
  rememberRevision(context, deployment, revision);
  return (updated as ReplicaSet | undefined) ?? set;
}

function inheritedAnnotations(deployment: Deployment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(deployment.metadata.annotations ?? {}).filter(([key]) => !OWN_ANNOTATIONS.has(key)),
  );
}

function rememberRevision({ store }: ControllerContext, deployment: Deployment, revision: number): void {
  store.update(KEYS.Deployment, deployment.metadata.namespace, deployment.metadata.name, (draft) => {
    draft.metadata.annotations = { ...draft.metadata.annotations, [REVISION]: String(revision) };
  });
}

/** The ReplicaSet object of a Deployment's present template. */
export function replicaSetOf(deployment: Deployment, revision: number, replicas: number) {
  const hash = templateHash(deployment.spec.template);
  const template = structuredClone(deployment.spec.template);
  const labels = { ...template.metadata?.labels, 'pod-template-hash': hash };
  template.metadata = { ...template.metadata, labels };
  const wanted = deployment.spec.replicas ?? 1;
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${deployment.metadata.name}-${hash}`,
      namespace: deployment.metadata.namespace ?? '',
      labels,
      annotations: {
        ...inheritedAnnotations(deployment),
        'deployment.kubernetes.io/desired-replicas': String(wanted),
        'deployment.kubernetes.io/max-replicas': String(wanted + surge(deployment)),
        [REVISION]: String(revision),
      },
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      replicas,
      ...(deployment.spec.minReadySeconds ? { minReadySeconds: deployment.spec.minReadySeconds } : {}),
      selector: {
        ...deployment.spec.selector,
        matchLabels: { ...deployment.spec.selector.matchLabels, 'pod-template-hash': hash },
      },
      template,
    },
    status: { replicas: 0 },
  };
}

function createSet(context: ControllerContext, deployment: Deployment): ReplicaSet | undefined {
  const { store, events } = context;
  const olds = setsOf(context, deployment);
  const revision = Math.max(0, ...olds.map((one) => Number(one.metadata.annotations?.[REVISION] ?? 0))) + 1;
  const wanted = deployment.spec.replicas ?? 1;
  const running = olds.reduce((sum, one) => sum + (one.spec.replicas ?? 0), 0);
  const isRolling = deployment.spec.strategy?.type !== 'Recreate';
  const room = isRolling ? Math.max(0, wanted + surge(deployment) - running) : running > 0 ? 0 : wanted;
  const replicas = Math.min(wanted, room);
  const set = store.create(KEYS.ReplicaSet, replicaSetOf(deployment, revision, replicas)) as ReplicaSet;
  if (replicas > 0)
    events.normal(deployment, SOURCE, 'ScalingReplicaSet', scaled('up', set.metadata.name, 0, replicas));
  rememberRevision(context, deployment, revision);
  return set;
}

const scaled = (way: 'up' | 'down', name: string, from: number, to: number) =>
  `Scaled ${way} replica set ${name} from ${from} to ${to}`;

function scale(context: ControllerContext, deployment: Deployment, set: ReplicaSet, replicas: number): void {
  const before = set.spec.replicas ?? 0;
  const wanted = deployment.spec.replicas ?? 1;
  context.store.update(KEYS.ReplicaSet, set.metadata.namespace, set.metadata.name, (draft) => {
    (draft as ReplicaSet).spec.replicas = replicas;
    draft.metadata.annotations = {
      ...draft.metadata.annotations,
      'deployment.kubernetes.io/desired-replicas': String(wanted),
      'deployment.kubernetes.io/max-replicas': String(wanted + surge(deployment)),
    };
  });
  if (before === replicas) return;
  const message = scaled(replicas > before ? 'up' : 'down', set.metadata.name, before, replicas);
  context.events.normal(deployment, SOURCE, 'ScalingReplicaSet', message);
}

function surge(deployment: Deployment): number {
  if (deployment.spec.strategy?.type === 'Recreate') return 0;
  return roundedShare(deployment.spec.strategy?.rollingUpdate?.maxSurge ?? '25%', deployment.spec.replicas ?? 1, 'up');
}

/** How many pods may be missing; never both none missing and none extra (intstr ResolveFenceposts). */
function tolerated(deployment: Deployment): number {
  const wanted = deployment.spec.replicas ?? 1;
  const share = deployment.spec.strategy?.rollingUpdate?.maxUnavailable ?? '25%';
  const missing = Math.min(roundedShare(share, wanted, 'down'), wanted);
  return missing === 0 && surge(deployment) === 0 ? 1 : missing;
}

/** One step of a rolling update: the new set up as far as the surge allows, the old ones down as far as availability allows. */
function roll(context: ControllerContext, deployment: Deployment, fresh: ReplicaSet): void {
  const wanted = deployment.spec.replicas ?? 1;
  const olds = setsOf(context, deployment).filter((one) => one.metadata.uid !== fresh.metadata.uid);
  const oldCount = olds.reduce((sum, one) => sum + (one.spec.replicas ?? 0), 0);
  const freshCount = fresh.spec.replicas ?? 0;
  if (freshCount > wanted) {
    scale(context, deployment, fresh, wanted);
    return;
  }
  const room = wanted + surge(deployment) - oldCount - freshCount;
  if (freshCount < wanted && room > 0) {
    scale(context, deployment, fresh, Math.min(wanted, freshCount + room));
    return;
  }
  if (freshCount === wanted) scale(context, deployment, fresh, wanted);
  if (oldCount === 0) return;
  const mustStay = wanted - tolerated(deployment);
  const freshUnavailable = freshCount - (fresh.status?.availableReplicas ?? 0);
  let spare = oldCount + freshCount - mustStay - freshUnavailable;
  for (const old of olds) {
    // broken old pods go first: they hold nothing up
    const broken = Math.min((old.spec.replicas ?? 0) - (old.status?.availableReplicas ?? 0), spare);
    if (broken > 0) {
      spare -= broken;
      scale(context, deployment, old, (old.spec.replicas ?? 0) - broken);
      return;
    }
  }
  // a set that was just made smaller still reports the pods that it is giving up
  if (spare <= 0) return;
  const available = [...olds, fresh].reduce((sum, one) => sum + (one.status?.availableReplicas ?? 0), 0);
  let down = Math.min(available - mustStay, spare);
  for (const old of olds) {
    const count = old.spec.replicas ?? 0;
    const less = Math.min(count, down);
    if (less <= 0) continue;
    down -= less;
    scale(context, deployment, old, count - less);
  }
}

function recreate(context: ControllerContext, deployment: Deployment, fresh: ReplicaSet): void {
  const olds = setsOf(context, deployment).filter((one) => one.metadata.uid !== fresh.metadata.uid);
  for (const old of olds) if ((old.spec.replicas ?? 0) > 0) scale(context, deployment, old, 0);
  const hasOldPods = olds.some((old) => context.index.controlledBy(old, KEYS.Pod).length > 0);
  if (!hasOldPods) scale(context, deployment, fresh, deployment.spec.replicas ?? 1);
}

/** A paused Deployment still scales, its only active set. */
function scaleWhilePaused(context: ControllerContext, deployment: Deployment): void {
  const active = setsOf(context, deployment).filter((one) => (one.spec.replicas ?? 0) > 0);
  const only = active.length === 1 ? active[0] : active.length === 0 ? newestSet(context, deployment) : undefined;
  if (only) scale(context, deployment, only, deployment.spec.replicas ?? 1);
}

/** Empty old sets beyond the history limit are deleted, oldest revision first. */
function cleanUp(context: ControllerContext, deployment: Deployment): void {
  const newest = newestSet(context, deployment);
  const empty = setsOf(context, deployment)
    .filter((one) => one.metadata.uid !== newest?.metadata.uid)
    .filter((one) => (one.spec.replicas ?? 0) === 0 && (one.status?.replicas ?? 0) === 0)
    .sort((a, b) => Number(a.metadata.annotations?.[REVISION]) - Number(b.metadata.annotations?.[REVISION]));
  const keep = deployment.spec.revisionHistoryLimit ?? 10;
  for (const set of empty.slice(0, Math.max(0, empty.length - keep)))
    context.store.delete(KEYS.ReplicaSet, set.metadata.namespace, set.metadata.name);
}
