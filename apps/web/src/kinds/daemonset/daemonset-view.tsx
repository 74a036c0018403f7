import { textAt } from '../../api/read-field.ts';
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
import { daemonState } from './daemon-state.ts';
import { NodeMatrix } from './node-matrix.tsx';
import { nodePlaces, type PlaceNode, placeNodesQuery, readPlaceNode } from './node-places.ts';

const NO_NODES: ReadonlyMap<string, PlaceNode> = new Map();
const NO_PODS: ReadonlyMap<string, SetPod> = new Map();

/** On which nodes a DaemonSet runs, on which not and why, and how its update goes (CTL-41); loaded lazily, hence the default export. */
export default function DaemonSetView({ target, object }: DetailProps) {
  const t = useWords('sets');
  const machines = useGatheredRows<PlaceNode>(() => [
    { id: 'nodes', query: placeNodesQuery(target.cluster), read: readPlaceNode },
  ]);
  const found = useGatheredRows<SetPod>(() => [
    { id: 'pods', query: setPodsQuery(target, object), read: setPodReader(object) },
  ]);
  const { revisions, problem: unread } = useRevisions(target, object);
  const nodes = machines.items.get('nodes') ?? NO_NODES;
  const pods = [...(found.items.get('pods') ?? NO_PODS).values()];
  const all = [machines.statuses.get('nodes'), found.statuses.get('pods')];
  const places = all.every(isRead) ? nodePlaces(object, nodes.values(), pods, revisions[0]?.name ?? '') : [];
  const state = daemonState(object);
  const { wanted, updated, ready, available, misplaced } = state;
  const problem = machines.statuses.get('nodes')?.problem ?? found.statuses.get('pods')?.problem ?? unread;
  const onDelete = textAt(object, 'spec.updateStrategy.type') === 'OnDelete';
  const missing = textAt(object, 'spec.updateStrategy.rollingUpdate.maxUnavailable') || '1';
  const surge = textAt(object, 'spec.updateStrategy.rollingUpdate.maxSurge');
  // of the two one is always 0
  const isSurge = !/^(?:0+%?)?$/.test(surge);
  return (
    <>
      {places.some(({ turn }) => turn === 'missing') ? <CreateFailure target={target} object={object} /> : null}
      <p className={classes.state} role="status">
        <HealthMark health={state.health} label={t(`daemon.${state.phase}`, { count: wanted, updated, available })} />
      </p>
      <Counts
        counts={{ wanted, ready, updated, available, ...(misplaced > 0 ? { misplaced } : {}) }}
        label={(name) => t(`count.${name}`)}
      />
      <p className={classes.dim}>
        {onDelete
          ? t('order.onDelete')
          : safeText(isSurge ? t('order.surge', { amount: surge }) : t('order.daemon', { amount: missing }))}
      </p>
      <div className={classes.buttons}>
        <StrategyButton target={target} object={object} label={t('step.strategy')} />
      </div>
      {problem === undefined ? null : <ProblemView compact problem={problem} />}
      <NodeMatrix target={target} places={places} />
      <RevisionHistory target={target} object={object} revisions={revisions} pods={pods} />
    </>
  );
}
