import type { KubeObject } from '../../api/kube-object.ts';
import { numberAt } from '../../api/read-field.ts';
import type { Health } from '../define-kind.ts';
import type { Ordinal, SetOrder } from './ordinals.ts';

/**
 * Where a StatefulSet is. unseen: the controller has not looked at the newest change · broken: a pod stands in its way for ever · stuck: a pod
 * of the newest revision does not become ready, so the others wait · updating: pods are still to be replaced · scaling: pods come or
 * go · manual: old pods wait until somebody deletes them · held: the rest is held back by the partition · stopped: none wanted, none there
 */
type SetPhase = 'unseen' | 'broken' | 'stuck' | 'updating' | 'scaling' | 'manual' | 'held' | 'stopped' | 'done';

export interface SetState {
  readonly phase: SetPhase;
  readonly health: Health;
  readonly wanted: number;
  readonly ready: number;
  readonly updated: number;
  /** pods of another revision that are to stay or to be replaced */
  readonly old: number;
  /** the pod that holds it up; "" when none does */
  readonly culprit: string;
}

const HEALTH: Readonly<Record<SetPhase, Health>> = {
  unseen: 'progressing',
  broken: 'failed',
  stuck: 'failed',
  updating: 'progressing',
  scaling: 'progressing',
  manual: 'warning',
  held: 'ok',
  stopped: 'stopped',
  done: 'ok',
};

/** Where a StatefulSet is, by its pods: what it says itself lags behind, and says nothing of the order. */
export function setState(set: KubeObject, order: SetOrder, ordinals: readonly Ordinal[]): SetState {
  const { generation } = set.metadata;
  const observed = numberAt(set, 'status.observedGeneration');
  const wanted = ordinals.filter(({ ordinal }) => ordinal >= order.start && ordinal < order.start + order.replicas);
  const pods = wanted.filter(({ pod }) => pod !== undefined);
  const turns = new Set(ordinals.map(({ turn }) => turn.is));
  const broken = ordinals.find(({ turn }) => turn.is === 'broken');
  const failed = ordinals.find(({ turn, pod }) => turn.is === 'starting' && pod?.health === 'failed');
  const phase = phaseOf();
  return {
    phase,
    health: HEALTH[phase],
    wanted: order.replicas,
    ready: pods.filter(({ pod }) => pod?.isReady).length,
    updated: pods.filter(({ updated }) => updated).length,
    old: pods.filter(({ updated }) => !updated).length,
    culprit: (broken ?? (phase === 'stuck' ? failed : undefined))?.name ?? '',
  };

  function phaseOf(): SetPhase {
    if (generation !== undefined && observed !== undefined && observed < generation) return 'unseen';
    if (broken !== undefined) return 'broken';
    if (failed !== undefined) return 'stuck';
    if (turns.has('updateNext') || turns.has('updateAfter')) return 'updating';
    // an old pod ends, or a new one starts, while the order goes through the rest
    const moves: readonly (typeof ordinals)[number]['turn']['is'][] = [
      'comesNext',
      'comesAfter',
      'goesNext',
      'goesAfter',
      'ending',
      'starting',
    ];
    if (moves.some((each) => turns.has(each))) return 'scaling';
    if (turns.has('onDelete')) return 'manual';
    if (turns.has('held')) return 'held';
    return order.replicas === 0 ? 'stopped' : 'done';
  }
}
