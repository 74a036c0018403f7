import type { ObjectRef } from '../../api/kube-object.ts';
import { CellView } from '../../ui/cell-view.tsx';
import { HealthMark } from '../../ui/health-mark.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { useWords, type Words } from '../../ui/use-words.ts';
import { linkTo } from '../pointers.ts';
import { DeletePod } from '../sets/delete-pod.tsx';
import classes from '../sets/sets.module.css';
import type { Ordinal, SetOrder } from './ordinals.ts';

interface OrdinalTableProps {
  readonly target: ObjectRef;
  readonly order: SetOrder;
  readonly ordinals: readonly Ordinal[];
}

/** Ordinals in the table at once. */
const SHOWN = 200;
const COLUMNS = ['pod', 'turn', 'revision', 'images', 'claims', 'dns'];

/** Each ordinal of a StatefulSet with its pod, what happens to it next, and what outlives the pod: claims and name (CTL-42, TUT-24). */
export function OrdinalTable({ target, order, ordinals }: OrdinalTableProps) {
  const t = useWords('sets');
  const { cluster, namespace = '' } = target;
  return (
    <div className={classes.scroll}>
      <SimpleTable
        label={t('ordinals.title')}
        columns={COLUMNS.map((name) => t(`ordinals.${name}`))}
        rows={ordinals.slice(0, SHOWN).map((row) => ({
          id: row.name,
          cells: [
            <PodName key="pod" row={row} cluster={cluster} namespace={namespace} />,
            <Next key="turn" row={row} target={target} />,
            <RevisionOf key="revision" row={row} cluster={cluster} namespace={namespace} />,
            <CellView key="images" cell={row.pod?.images ?? []} cluster={cluster} />,
            <Claims key="claims" row={row} cluster={cluster} namespace={namespace} />,
            order.service === '' || row.turn.is === 'left' ? (
              '–'
            ) : (
              <code key="dns">{dnsName(row.name, order, namespace)}</code>
            ),
          ],
        }))}
      />
      {ordinals.length > SHOWN ? <p className={classes.dim}>{t('more', { count: ordinals.length - SHOWN })}</p> : null}
    </div>
  );
}

/** The name that stays with an ordinal; nearly every cluster has this domain. */
function dnsName(pod: string, { service }: SetOrder, namespace: string): string {
  return safeText(`${pod}.${service}.${namespace}.svc.cluster.local`);
}

interface PartProps {
  readonly row: Ordinal;
  readonly cluster: string;
  readonly namespace: string;
}

function PodName({ row: { name, pod }, cluster, namespace }: PartProps) {
  if (pod === undefined) return <span className={classes.dim}>{safeText(name)}</span>;
  return (
    <>
      <CellView cell={linkTo('', 'Pod', name, namespace)} cluster={cluster} />
      <div className={classes.status}>
        <HealthMark health={pod.health} label={pod.status} /> {pod.ready}
      </div>
      {pod.message === '' ? null : <div className={classes.dim}>{safeText(pod.message)}</div>}
    </>
  );
}

function Next({ row, target }: { readonly row: Ordinal; readonly target: ObjectRef }) {
  const t = useWords('sets');
  const { turn, pod, name } = row;
  const offers = pod !== undefined && (turn.is === 'onDelete' || turn.is === 'broken');
  return (
    <>
      <span className={turn.is === 'ready' ? classes.dim : undefined}>{turnWords(row, t)}</span>
      {offers ? <DeletePod target={target} pod={pod} label={safeText(t('deletePod.to', { name }))} /> : null}
    </>
  );
}

function turnWords({ turn, updated, pod }: Ordinal, t: Words): string {
  switch (turn.is) {
    case 'comesAfter':
    case 'goesAfter':
    case 'updateAfter':
      return safeText(t(`turn.${turn.is}`, { pod: turn.pod }));
    case 'held':
      return t('turn.held', { partition: turn.partition });
    case 'starting':
      return t(!updated ? 'turn.startingOld' : pod?.health === 'failed' ? 'turn.failing' : 'turn.starting');
    default:
      return t(`turn.${turn.is}`);
  }
}

function RevisionOf({ row: { pod, updated }, cluster, namespace }: PartProps) {
  const t = useWords('sets');
  if (pod === undefined || pod.revision === '') return <>–</>;
  return (
    <>
      <CellView cell={linkTo('apps', 'ControllerRevision', pod.revision, namespace)} cluster={cluster} />
      <div className={classes.dim}>{t(updated ? 'ordinals.newest' : 'ordinals.older')}</div>
    </>
  );
}

function Claims({ row: { claims, turn }, cluster, namespace }: PartProps) {
  const t = useWords('sets');
  const shown = turn.is === 'left' ? claims.filter(({ claim }) => claim !== undefined) : claims;
  if (shown.length === 0) return <>–</>;
  return shown.map(({ name, claim }) => (
    <div key={name}>
      {claim === undefined ? (
        <span className={classes.dim}>{safeText(t('ordinals.noClaim', { name }))}</span>
      ) : (
        <>
          <CellView cell={linkTo('', 'PersistentVolumeClaim', name, namespace)} cluster={cluster} />{' '}
          <span className={classes.dim}>{safeText([claim.phase, claim.storage].filter(Boolean).join(', '))}</span>
          {claim.volume === '' ? null : (
            <div>
              <CellView cell={linkTo('', 'PersistentVolume', claim.volume)} cluster={cluster} />
            </div>
          )}
        </>
      )}
    </div>
  ));
}
