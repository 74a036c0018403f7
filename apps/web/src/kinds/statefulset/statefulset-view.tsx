import { useMemo } from 'react';
import { useGatheredRows } from '../../live/use-gathered-rows.ts';
import { Counts } from '../../ui/counts.tsx';
import { HealthMark } from '../../ui/health-mark.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import type { DetailProps } from '../define-kind.ts';
import { RevisionHistory } from '../rollout/revision-history.tsx';
import { useRevisions } from '../rollout/use-revisions.ts';
import { CreateFailure } from '../sets/create-failure.tsx';
import { isRead } from '../sets/is-read.ts';
import { type SetPod, setPodReader, setPodsQuery } from '../sets/set-pods.ts';
import classes from '../sets/sets.module.css';
import { StrategyButton } from '../sets/strategy-button.tsx';
import { GoverningService } from './governing-service.tsx';
import { OrdinalTable } from './ordinal-table.tsx';
import { ordinalsOf, type SetOrder, setOrder } from './ordinals.ts';
import { type SetClaim, setClaimReader, setClaimsQuery } from './set-claims.ts';
import { setState } from './set-phase.ts';

const NO_PODS: ReadonlyMap<string, SetPod> = new Map();
const NO_CLAIMS: ReadonlyMap<string, SetClaim> = new Map();

/** How a StatefulSet brings up, replaces and ends its pods, in their order (CTL-42, TUT-24); loaded lazily, hence the default export. */
export default function StatefulSetView({ target, object }: DetailProps) {
  const t = useWords('sets');
  const order = setOrder(object);
  const found = useGatheredRows<SetPod>(() => [
    { id: 'pods', query: setPodsQuery(target, object), read: setPodReader(object) },
  ]);
  const stored = useGatheredRows<SetClaim>(() =>
    order.claims.length === 0 ? [] : [{ id: 'claims', query: setClaimsQuery(target), read: setClaimReader(order) }],
  );
  const claims = useMemo(
    () => new Map([...(stored.items.get('claims') ?? NO_CLAIMS).values()].map((claim) => [claim.name, claim])),
    [stored],
  );
  const { revisions, problem: unread } = useRevisions(target, object);
  const pods = [...(found.items.get('pods') ?? NO_PODS).values()];
  // before they are known every one would seem to be missing
  const ordinals = isRead(found.statuses.get('pods')) ? ordinalsOf(order, pods, claims) : [];
  const state = setState(object, order, ordinals);
  const problem = found.statuses.get('pods')?.problem ?? stored.statuses.get('claims')?.problem ?? unread;
  const { wanted, ready, updated, old, culprit } = state;
  return (
    <>
      {ordinals.some(({ turn }) => turn.is === 'comesNext') ? <CreateFailure target={target} object={object} /> : null}
      <p className={classes.state} role="status">
        <HealthMark
          health={state.health}
          label={t(`phase.${state.phase}`, { count: wanted, ready, updated, old, pod: safeText(culprit) })}
        />
      </p>
      <Counts counts={{ wanted, ready, updated, old }} label={(name) => t(`count.${name}`)} />
      {state.phase === 'broken' || state.phase === 'stuck' ? (
        <p className={classes.warn}>{safeText(t(`advice.${state.phase}`, { pod: culprit }))}</p>
      ) : null}
      <p className={classes.dim}>
        {t(order.onDelete ? 'order.onDelete' : order.partition > 0 ? 'order.partition' : 'order.rolling', {
          count: order.partition,
        })}{' '}
        {t(order.parallel ? 'order.parallel' : 'order.ordered')}
      </p>
      <Partition target={target} object={object} order={order} old={old} />
      {problem === undefined ? null : <ProblemView compact problem={problem} />}
      <OrdinalTable target={target} order={order} ordinals={ordinals} />
      <GoverningService target={target} name={order.service} />
      <RevisionHistory target={target} object={object} revisions={revisions} pods={pods} />
    </>
  );
}

/** The next steps of a canary: one pod more, or all that are left (T6.1-43, T6.1-49). */
function Partition({ order, old, ...set }: DetailProps & { readonly order: SetOrder; readonly old: number }) {
  const t = useWords('sets');
  const { partition, replicas, start, name } = order;
  // those above it have the new template already
  const next = Math.min(partition, replicas) - 1;
  const steps = !order.onDelete && partition > 0 && old > 0;
  return (
    <div className={classes.buttons}>
      {steps && next > 0 ? (
        <StrategyButton {...set} partition={next} label={safeText(t('step.one', { pod: `${name}-${start + next}` }))} />
      ) : null}
      {steps ? <StrategyButton {...set} partition={0} label={t('step.all')} /> : null}
      <StrategyButton {...set} label={t('step.strategy')} />
    </div>
  );
}
