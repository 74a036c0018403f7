import type { Health } from '../define-kind.ts';
import type { Revision } from './revisions.ts';
import type { RolloutPod } from './rollout-pods.ts';
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
    };

const WORST: readonly Health[] = ['failed', 'warning', 'unknown', 'progressing'];

/**
 * Why a rollout does not go on: what its controller reports, the newest ReplicaSet that is short of pods, the pod that is worst off
 * with the kubelet's or the scheduler's words. Empty while it goes on as it should.
 */
export function whyStuck(
  { phase, reports }: RolloutState,
  newest: Revision | undefined,
  pods: Iterable<RolloutPod>,
): readonly Evidence[] {
  if (phase === 'done' || phase === 'unseen') return [];
  const own = newest === undefined ? [] : [...pods].filter(({ owners }) => owners.includes(newest.uid));
  const worst = worstOf(own);
  // a pod that is being pulled or started is no evidence of anything
  const held = worst !== undefined && (worst.health !== 'progressing' || phase === 'stuck') ? worst : undefined;
  if (reports.length === 0 && held === undefined) return [];
  const short = newest !== undefined && (newest.available < newest.wanted || newest.pods < newest.wanted);
  return [
    ...reports.map((report): Evidence => ({ of: 'deployment', ...report })),
    ...(newest !== undefined && (short || held !== undefined) ? [setEvidence(newest)] : []),
    ...(held === undefined ? [] : [podEvidence(held, own)]),
  ];
}

function setEvidence({ name, wanted, pods, available }: Revision): Evidence {
  return { of: 'set', name, wanted, pods, available };
}

function podEvidence({ name, uid, status, message }: RolloutPod, own: readonly RolloutPod[]): Evidence {
  return { of: 'pod', name, uid, status, message, count: own.filter((pod) => pod.status === status).length };
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
