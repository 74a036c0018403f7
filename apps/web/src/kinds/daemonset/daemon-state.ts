import type { KubeObject } from '../../api/kube-object.ts';
import { numberAt, textAt } from '../../api/read-field.ts';
import type { Health } from '../define-kind.ts';

/**
 * Where a DaemonSet is, as kubectl rollout status tells it. unseen: the controller has not looked at the newest change · updating: pods are
 * still to be replaced · waiting: new ones are not available yet · manual: old ones wait until somebody deletes them · nowhere: no node is to
 * have one · done
 */
type DaemonPhase = 'unseen' | 'updating' | 'waiting' | 'manual' | 'nowhere' | 'done';

export interface DaemonState {
  readonly phase: DaemonPhase;
  readonly health: Health;
  readonly wanted: number;
  readonly updated: number;
  readonly ready: number;
  readonly available: number;
  readonly misplaced: number;
}

const HEALTH: Readonly<Record<DaemonPhase, Health>> = {
  unseen: 'progressing',
  updating: 'progressing',
  waiting: 'progressing',
  manual: 'warning',
  nowhere: 'stopped',
  done: 'ok',
};

/** Where a DaemonSet is, by its own status. */
export function daemonState(set: KubeObject): DaemonState {
  const count = (name: string) => numberAt(set, `status.${name}`) ?? 0;
  const numbers = {
    wanted: count('desiredNumberScheduled'),
    updated: count('updatedNumberScheduled'),
    ready: count('numberReady'),
    available: count('numberAvailable'),
    misplaced: count('numberMisscheduled'),
  };
  const phase = phaseOf(set, numbers);
  return { phase, health: HEALTH[phase], ...numbers };
}

function phaseOf(
  set: KubeObject,
  { wanted, updated, available }: Pick<DaemonState, 'wanted' | 'updated' | 'available'>,
): DaemonPhase {
  const { generation } = set.metadata;
  if (generation !== undefined && (numberAt(set, 'status.observedGeneration') ?? 0) < generation) return 'unseen';
  if (wanted === 0) return 'nowhere';
  const manual = textAt(set, 'spec.updateStrategy.type') === 'OnDelete';
  if (updated < wanted) return manual ? 'manual' : 'updating';
  return available < wanted ? 'waiting' : 'done';
}
