import { humanDuration } from '@quarterdeck/shared/duration';
import { useSyncExternalStore } from 'react';
import { textAt } from '../../api/read-field.ts';
import { useGatheredRows } from '../../live/use-gathered-rows.ts';
import { Counts } from '../../ui/counts.tsx';
import { HealthMark } from '../../ui/health-mark.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { onTick } from '../../ui/ticker.ts';
import { TickingText } from '../../ui/ticking-text.tsx';
import { useWords } from '../../ui/use-words.ts';
import type { DetailProps, Health } from '../define-kind.ts';
import { ConditionList } from './condition-list.tsx';
import { EvidenceList } from './evidence-list.tsx';
import { RevisionHistory } from './revision-history.tsx';
import classes from './rollout.module.css';
import { readStrategy, rolloutBounds } from './rollout-bounds.ts';
import { RolloutButtons } from './rollout-buttons.tsx';
import { rolloutDeadline } from './rollout-deadline.ts';
import { type RolloutPod, rolloutPodReader, rolloutPodsQuery } from './rollout-pods.ts';
import { type RolloutPhase, rolloutState } from './rollout-state.ts';
import { useFindings } from './use-findings.ts';
import { useRevisions } from './use-revisions.ts';
import { findSuspect, whyStuck } from './why-stuck.ts';

const HEALTH: Readonly<Record<RolloutPhase, Health>> = {
  unseen: 'progressing',
  paused: 'warning',
  stuck: 'failed',
  updating: 'progressing',
  retiring: 'progressing',
  waiting: 'progressing',
  done: 'ok',
};
/** Seconds; a pod that hangs makes no news of its own, so that the page looks at the clock now and then. */
const coarseNow = () => Math.floor(Date.now() / 15_000) * 15;
const NO_PODS: ReadonlyMap<string, RolloutPod> = new Map();

/** How a Deployment rolls out, live (OPS-094, CTL-33); loaded lazily, hence the default export. */
export default function RolloutView({ target, object }: DetailProps) {
  const t = useWords('rollout');
  const { revisions, present, problem: refused } = useRevisions(target, object);
  const found = useGatheredRows<RolloutPod>(() => [
    { id: 'pods', query: rolloutPodsQuery(target, object), read: rolloutPodReader },
  ]);
  const pods = [...(found.items.get('pods') ?? NO_PODS).values()];
  const state = rolloutState(object);
  const bounds = rolloutBounds(state.wanted, readStrategy(object));
  const suspect = findSuspect(state, present ? revisions[0] : undefined, pods, useSyncExternalStore(onTick, coarseNow));
  const evidence = whyStuck(state, suspect, useFindings(target, object, suspect));
  const deadline = rolloutDeadline(object);
  const problem = refused ?? found.statuses.get('pods')?.problem;
  const { wanted: count, updated, available, old } = state;
  // for kubectl it is done; but the next change waits for somebody to resume it
  const phase = state.phase === 'done' && textAt(object, 'spec.paused') === 'true' ? 'paused' : state.phase;
  return (
    <>
      <p className={classes.state} role="status">
        <HealthMark
          health={evidence.length > 0 && phase !== 'paused' ? 'failed' : HEALTH[phase]}
          label={t(`phase.${phase}`, { count, updated, available, old })}
        />
      </p>
      <Counts
        counts={{ wanted: count, updated, ready: state.ready, available, old }}
        label={(name) => t(`count.${name}`)}
      />
      <RolloutButtons target={target} object={object} phase={phase} canGoBack={revisions.length > (present ? 1 : 0)} />
      {deadline === undefined ? null : (
        <p className={classes.dim}>
          <TickingText
            text={() => t('deadline', { time: humanDuration(Math.max(0, (deadline - Date.now()) / 1000)) })}
          />
        </p>
      )}
      {bounds === undefined ? null : (
        <p className={classes.dim}>{t('bounds', { least: bounds.least, most: bounds.most })}</p>
      )}
      <ConditionList object={object} />
      <EvidenceList target={target} evidence={evidence} />
      {problem === undefined ? null : <ProblemView compact problem={problem} />}
      <RevisionHistory target={target} object={object} revisions={revisions} present={present} pods={pods} />
    </>
  );
}
