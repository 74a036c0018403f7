import type { EventFacts } from '../../live/read-event.ts';
import type { Health } from '../define-kind.ts';
import type { Revision } from './revisions.ts';
import { isOfRevision, type RolloutPod } from './rollout-pods.ts';
import type { RolloutState } from './rollout-state.ts';

/** A link of the chain from the Deployment to what holds it back. */
export type Evidence =
  | { readonly of: 'deployment'; readonly reason: string; readonly message: string }
  | {
      readonly of: 'set';
      readonly name: string;
      readonly wanted: number;
      readonly pods: number;
      readonly available: number;
    }
  | {
      readonly of: 'pod';
      readonly name: string;
      readonly uid: string;
      readonly status: string;
      readonly message: string;
      /** pods of the set in the same plight, this one included */
      readonly count: number;
    }
  /** the quota that a refusal names */
  | { readonly of: 'quota'; readonly name: string }
  /** a claim of the pod that is not bound, and what is said of that; phase "": there is none of that name */
  | { readonly of: 'claim'; readonly name: string; readonly phase: string; readonly message: string }
  /** a budget over its pods that has no room: it holds no rollout, but drains of nodes wait for this one, and it may wait for a node */
  | { readonly of: 'budget'; readonly name: string; readonly healthy: number; readonly needed: number }
  | { readonly of: 'event'; readonly reason: string; readonly message: string; readonly count: number };

/** What the chain ends at: the pod that is worst off, or the set that gets no pods. */
export interface Suspect {
  readonly set: Revision | undefined;
  readonly pod: RolloutPod | undefined;
  /** pods in the same plight as that one, itself included */
  readonly count: number;
}

/** A claim of the namespace. */
export interface ClaimFacts {
  readonly uid: string;
  readonly phase: string;
}

/** A budget over the pods of the workload. */
export interface BudgetFacts {
  readonly name: string;
  readonly allowed: number;
  readonly healthy: number;
  readonly needed: number;
}

/** What was found about the suspect. */
export interface Findings {
  readonly events: readonly EventFacts[];
  /** the namespace's claims by name; undefined: not read */
  readonly claims: ReadonlyMap<string, ClaimFacts> | undefined;
  /** of claims that are not bound, by their names */
  readonly claimEvents: ReadonlyMap<string, readonly EventFacts[]>;
  readonly budgets: readonly BudgetFacts[];
}

const WORST: readonly Health[] = ['failed', 'warning', 'unknown', 'progressing'];
/** The newest warnings that are told beside the words of the pod. */
const MOST_EVENTS = 2;
/** So long a pod that runs may take to be ready before that says something, in seconds. */
const GRACE = 60;
const NOTHING: Findings = { events: [], claims: undefined, claimEvents: new Map(), budgets: [] };

/** Whom to look at more closely: undefined while the rollout goes on as it should. `now` is in seconds, as ages of pods are. */
export function findSuspect(
  { phase, reports }: RolloutState,
  newest: Revision | undefined,
  pods: Iterable<RolloutPod>,
  now: number,
): Suspect | undefined {
  if (phase === 'done' || phase === 'unseen') return undefined;
  const own = newest === undefined ? [] : [...pods].filter((pod) => isOfRevision(pod, newest));
  const worst = worstOf(own);
  const pod = worst !== undefined && (phase === 'stuck' || isEvidence(worst, now)) ? worst : undefined;
  if (reports.length === 0 && pod === undefined) return undefined;
  const isShort = newest !== undefined && (newest.available < newest.wanted || newest.pods < newest.wanted);
  return {
    set: isShort || pod !== undefined ? newest : undefined,
    pod,
    count: own.filter(({ status }) => status === pod?.status).length,
  };
}

/**
 * Why a rollout does not go on: what its controller reports, the newest ReplicaSet that is short of pods, the pod that is worst off
 * with the kubelet's or the scheduler's words, the quota or claim that these are about, the budgets that have no room, the last warnings.
 * Empty while it goes on.
 */
export function whyStuck(
  { reports }: RolloutState,
  suspect: Suspect | undefined,
  { events, claims, claimEvents, budgets }: Findings = NOTHING,
): readonly Evidence[] {
  if (suspect === undefined) return [];
  const { set, pod, count } = suspect;
  const said = [...reports.map(({ message }) => message), pod?.message ?? ''];
  // the kubelet's event has a sentence around the words that the pod has
  const isSaid = (message: string) => said.some((words) => words !== '' && nameless(message).includes(nameless(words)));
  const warnings = events
    .filter(({ type, message }) => type === 'Warning' && !isSaid(message) && !/^Error: \w+$/.test(message))
    .sort((a, b) => b.last - a.last)
    .filter(
      (event, index, all) => all.findIndex(({ message }) => nameless(message) === nameless(event.message)) === index,
    )
    .slice(0, MOST_EVENTS);
  const quotas = [...said, ...warnings.map(({ message }) => message)].flatMap(quotaOf);
  const unbound = unboundClaims(pod, claims).map(({ name, phase }): Evidence => {
    // what nobody can mend (no volume, no class) is told as a normal event
    const [newest] = [...(claimEvents.get(name) ?? [])].sort((a, b) => b.last - a.last);
    return { of: 'claim', name, phase, message: newest?.message ?? '' };
  });
  return [
    ...reports.map((report): Evidence => ({ of: 'deployment', ...report })),
    ...(set === undefined ? [] : [setEvidence(set)]),
    ...(pod === undefined ? [] : [podEvidence(pod, count)]),
    ...[...new Set(quotas)].map((name): Evidence => ({ of: 'quota', name })),
    ...unbound,
    ...budgets
      .filter(({ allowed }) => allowed <= 0)
      .map(({ name, healthy, needed }): Evidence => ({ of: 'budget', name, healthy, needed })),
    ...warnings.map(({ reason, message, count: times }): Evidence => ({ of: 'event', reason, message, count: times })),
  ];
}

/** The claims of a pod that are not bound; none where the namespace's claims were not read. */
export function unboundClaims(
  pod: Pick<RolloutPod, 'claims'> | undefined,
  claims: Findings['claims'],
): readonly { readonly name: string; readonly uid: string; readonly phase: string }[] {
  return (pod?.claims ?? []).flatMap((name) => {
    const { uid = '', phase = '' } = claims?.get(name) ?? {};
    return claims === undefined || phase === 'Bound' ? [] : [{ name, uid, phase }];
  });
}

/** What is said of one pod is said of the next in the same words: `pods "web-5d-x" is forbidden`. */
const nameless = (message: string) => message.replace(/pods "[^"]{0,253}"/g, 'pods');

/** `pods "x" is forbidden: exceeded quota: small, requested: …`; also `failed quota: small: must specify limits.cpu` */
function quotaOf(message: string): readonly string[] {
  const name = /(?:exceeded|failed) quota: ([a-z0-9.-]{1,253})[,:]/.exec(message)?.[1];
  return name === undefined ? [] : [name];
}

function setEvidence({ name, wanted, pods, available }: Revision): Evidence {
  return { of: 'set', name, wanted, pods, available };
}

function podEvidence({ name, uid, status, message }: RolloutPod, count: number): Evidence {
  return { of: 'pod', name, uid, status, message, count };
}

/** A pod that is being pulled or started is no evidence of anything, nor is one that has only just begun to run. */
function isEvidence({ health, message, created }: RolloutPod, now: number): boolean {
  if (health === 'progressing') return false;
  return health !== 'warning' || message !== '' || now - created > GRACE;
}

/** The pod that is worst off; among equals the one that says why, then the oldest. */
function worstOf(pods: readonly RolloutPod[]): RolloutPod | undefined {
  const rank = ({ health }: RolloutPod) => WORST.indexOf(health);
  return pods
    .filter((pod) => rank(pod) >= 0)
    .sort(
      (a, b) => rank(a) - rank(b) || Number(a.message === '') - Number(b.message === '') || a.created - b.created,
    )[0];
}
