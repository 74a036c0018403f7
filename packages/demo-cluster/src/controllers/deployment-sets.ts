import type { ControllerContext } from './controller.ts';
import { type Deployment, KEYS, type ReplicaSet } from './kinds.ts';
import { canonical, templateHash } from './object-hash.ts';
import { claim } from './ownership.ts';
import { controllerReference } from './pod-template.ts';
import { fenceposts } from './rollout-share.ts';
import { millis } from './time.ts';

export const SOURCE = { component: 'deployment-controller' };
export const REVISION = 'deployment.kubernetes.io/revision';
const HISTORY = 'deployment.kubernetes.io/revision-history';
export const DESIRED = 'deployment.kubernetes.io/desired-replicas';
export const MAXIMUM = 'deployment.kubernetes.io/max-replicas';
// not copied to ReplicaSets (deployment_util.go annotationsToSkip)
const OWN_ANNOTATIONS = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  HISTORY,
  DESIRED,
  MAXIMUM,
]);

/** A Deployment's ReplicaSets: the one of its present template, if there is one, and the others, oldest first. */
export interface ReplicaSets {
  readonly fresh: ReplicaSet | undefined;
  readonly olds: readonly ReplicaSet[];
}

export const replicasOf = (workload: ReplicaSet | Deployment) => workload.spec.replicas ?? 1;
export const revisionOf = (set: ReplicaSet | Deployment) => Number(set.metadata.annotations?.[REVISION] ?? 0);

const byAge = (a: ReplicaSet, b: ReplicaSet) =>
  millis(a.metadata.creationTimestamp) - millis(b.metadata.creationTimestamp) ||
  (a.metadata.name < b.metadata.name ? -1 : 1);

/** Finds the ReplicaSets, adopting and releasing by labels. */
export function findSets(context: ControllerContext, deployment: Deployment): ReplicaSets {
  const sets = claim<ReplicaSet>(context, deployment, KEYS.ReplicaSet, { selector: deployment.spec.selector });
  return sortOut(deployment, sets);
}

/** The same after writes to them. */
export function sortOut(deployment: Deployment, sets: readonly ReplicaSet[]): ReplicaSets {
  const sorted = [...sets].sort(byAge);
  const wanted = canonical(deployment.spec.template);
  const fresh = sorted.find((set) => canonical(withoutHash(set)) === wanted);
  return { fresh, olds: sorted.filter((set) => set !== fresh) };
}

function withoutHash({ spec: { template } }: ReplicaSet) {
  const labels = { ...template.metadata?.labels };
  delete labels['pod-template-hash'];
  return { ...template, metadata: { ...template.metadata, labels } };
}

function inheritedAnnotations(deployment: Deployment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(deployment.metadata.annotations ?? {}).filter(([key]) => !OWN_ANNOTATIONS.has(key)),
  );
}

/** How many pods may be missing and extra during a rollout. */
export function slack(deployment: Deployment): { surge: number; missing: number } {
  const { strategy } = deployment.spec;
  const wanted = replicasOf(deployment);
  if (strategy?.type === 'Recreate') return { surge: 0, missing: 0 };
  const { surge, missing } = fenceposts(
    strategy?.rollingUpdate?.maxSurge ?? '25%',
    strategy?.rollingUpdate?.maxUnavailable ?? '25%',
    wanted,
  );
  return { surge, missing: Math.min(missing, wanted) };
}

export const sizeAnnotations = (deployment: Deployment) => ({
  [DESIRED]: String(replicasOf(deployment)),
  [MAXIMUM]: String(replicasOf(deployment) + slack(deployment).surge),
});

/** The ReplicaSet object of a Deployment's present template. */
export function replicaSetOf(deployment: Deployment, revision: number, replicas: number) {
  const hash = templateHash(deployment.spec.template, deployment.status?.collisionCount);
  const template = structuredClone(deployment.spec.template);
  const labels = { ...template.metadata?.labels, 'pod-template-hash': hash };
  template.metadata = { ...template.metadata, labels };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${deployment.metadata.name}-${hash}`,
      namespace: deployment.metadata.namespace ?? '',
      labels,
      annotations: {
        ...inheritedAnnotations(deployment),
        ...sizeAnnotations(deployment),
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

/**
 * Gives the present template's set the newest revision, the Deployment's annotations and its minReadySeconds. A set that becomes
 * current again remembers the numbers that it had.
 */
export function renumber(
  context: ControllerContext,
  deployment: Deployment,
  fresh: ReplicaSet,
  revision: number,
): ReplicaSet {
  const updated = context.store.update(KEYS.ReplicaSet, fresh.metadata.namespace, fresh.metadata.name, (draft) => {
    const annotations: Record<string, string> = { ...draft.metadata.annotations, ...inheritedAnnotations(deployment) };
    const before = annotations[REVISION];
    if (Number(before ?? 0) < revision) {
      annotations[REVISION] = String(revision);
      if (before !== undefined) annotations[HISTORY] = [annotations[HISTORY], before].filter(Boolean).join(',');
    }
    draft.metadata.annotations = annotations;
    const { spec } = draft as ReplicaSet;
    if (deployment.spec.minReadySeconds) spec.minReadySeconds = deployment.spec.minReadySeconds;
    else delete spec.minReadySeconds;
  });
  return (updated as ReplicaSet | undefined) ?? fresh;
}

/** Empty old sets beyond the history limit are deleted, oldest revision first. */
export function cleanUp({ store }: ControllerContext, deployment: Deployment, olds: readonly ReplicaSet[]): void {
  const keep = deployment.spec.revisionHistoryLimit ?? 10;
  const alive = olds.filter((set) => !set.metadata.deletionTimestamp).sort((a, b) => revisionOf(a) - revisionOf(b));
  for (const set of alive.slice(0, Math.max(0, alive.length - keep))) {
    const isObserved = (set.status?.observedGeneration ?? 0) >= (set.metadata.generation ?? 0);
    if (replicasOf(set) !== 0 || (set.status?.replicas ?? 0) !== 0 || !isObserved) continue;
    store.delete(KEYS.ReplicaSet, set.metadata.namespace, set.metadata.name);
  }
}
