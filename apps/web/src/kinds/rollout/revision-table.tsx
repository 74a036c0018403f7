import { Button } from '@mantine/core';
import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { Age } from '../../ui/age.tsx';
import { CellView } from '../../ui/cell-view.tsx';
import { HealthMark } from '../../ui/health-mark.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { useWords } from '../../ui/use-words.ts';
import { linkTo } from '../pointers.ts';
import { type Revision, revisionKind } from './revisions.ts';
import classes from './rollout.module.css';
import { isOfRevision, type RolloutPod } from './rollout-pods.ts';
import { useRollBack } from './use-roll-back.ts';

interface RevisionTableProps {
  readonly target: ObjectRef;
  readonly object: KubeObject;
  /** the newest first */
  readonly revisions: readonly Revision[];
  /** the first one is what the workload is to be */
  readonly present: boolean;
  /** undefined: they are shown elsewhere */
  readonly pods: readonly RolloutPod[] | undefined;
}

/** The revisions of a workload with their pods as they come and go, and the way back to each (OPS-095, OPS-096, CTL-35). */
export function RevisionTable({ target, object, revisions, present, pods }: RevisionTableProps) {
  const t = useWords('rollout');
  const rollBack = useRollBack(target, object);
  const { cluster, namespace } = target;
  const { kind } = revisionKind(target.resource);
  const columns = ['revision', 'name', 'images', ...(pods === undefined ? [] : ['pods']), 'cause', 'age', 'back'];

  return (
    <SimpleTable
      label={t('history.title')}
      columns={columns.map((name) => (name === 'name' ? kind : t(`history.${name}`)))}
      rows={revisions.map((revision, index) => ({
        id: revision.uid,
        cells: [
          revision.number === 0 ? '–' : revision.number,
          <CellView key="name" cell={linkTo('apps', kind, revision.name, namespace)} cluster={cluster} />,
          <CellView key="images" cell={revision.images} cluster={cluster} />,
          ...(pods === undefined ? [] : [<Pods key="pods" target={target} revision={revision} pods={pods} />]),
          safeText(revision.cause) || '–',
          <Age key="age" created={revision.created} />,
          index === 0 && present ? (
            t('history.present')
          ) : revision.number === 0 ? (
            '–'
          ) : (
            <Button
              key="back"
              size="compact-xs"
              variant="default"
              aria-label={t('history.rollBackTo', { number: revision.number })}
              onClick={() => rollBack(revision.number)}
            >
              {t('history.rollBack')}
            </Button>
          ),
        ],
      }))}
    />
  );
}

/** Pods of one revision on its row; the list of pods has them all. */
const MOST_PODS = 20;

interface PodsProps {
  readonly target: ObjectRef;
  readonly revision: Revision;
  readonly pods: readonly RolloutPod[];
}

function Pods({ target: { cluster, resource, namespace }, revision, pods }: PodsProps) {
  const own = pods.filter((pod) => isOfRevision(pod, revision)).sort((a, b) => a.name.localeCompare(b.name));
  const alive = own.filter(({ health }) => health === 'ok').length;
  const hasCounts = revisionKind(resource).kind === 'ReplicaSet';
  const counts = hasCounts ? `${revision.ready}/${revision.wanted}` : `${alive}/${own.length}`;
  return (
    <>
      <div>{counts}</div>
      {own.slice(0, MOST_PODS).map((pod) => (
        <div key={pod.uid} className={classes.pod}>
          <HealthMark health={pod.health} label={pod.status} />
          <CellView cell={linkTo('', 'Pod', pod.name, namespace)} cluster={cluster} />
        </div>
      ))}
      {own.length > MOST_PODS ? <div className={classes.dim}>{`+${own.length - MOST_PODS}`}</div> : null}
    </>
  );
}
