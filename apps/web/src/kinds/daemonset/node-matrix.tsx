import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ObjectRef } from '../../api/kube-object.ts';
import { CellView } from '../../ui/cell-view.tsx';
import { HealthMark } from '../../ui/health-mark.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { useWords } from '../../ui/use-words.ts';
import { linkTo } from '../pointers.ts';
import { DeletePod } from '../sets/delete-pod.tsx';
import classes from '../sets/sets.module.css';
import type { NodePlace } from './node-places.ts';

/** Nodes in the table at once; so many that a filter is worth its place. */
const SHOWN = 100;
const MANY = 12;

/** Each node with its pod of a DaemonSet, or with why it has none (CTL-41). */
export function NodeMatrix({ target, places }: { readonly target: ObjectRef; readonly places: readonly NodePlace[] }) {
  const t = useWords('sets');
  const [filter, setFilter] = useState('');
  const found = places.filter(({ node, pod }) => `${node} ${pod?.name ?? ''}`.includes(filter.trim()));
  const { cluster } = target;
  return (
    <div className={classes.scroll}>
      {places.length <= MANY ? null : (
        <TextInput
          size="xs"
          className={classes.filter ?? ''}
          aria-label={t('matrix.filter')}
          placeholder={t('matrix.filter')}
          value={filter}
          onChange={({ currentTarget }) => setFilter(currentTarget.value)}
        />
      )}
      <SimpleTable
        label={t('matrix.title')}
        columns={['node', 'pod', 'revision', 'turn'].map((name) => t(`matrix.${name}`))}
        rows={found.slice(0, SHOWN).map((place) => ({
          id: place.pod?.uid ?? place.node,
          cells: [
            <NodeName key="node" place={place} cluster={cluster} />,
            <PodOf key="pod" place={place} target={target} />,
            place.pod === undefined ? '–' : t(place.updated ? 'ordinals.newest' : 'ordinals.older'),
            <Turn key="turn" place={place} target={target} />,
          ],
        }))}
      />
      {found.length > SHOWN ? <p className={classes.dim}>{t('more', { count: found.length - SHOWN })}</p> : null}
    </div>
  );
}

function NodeName({ place: { node, isReady }, cluster }: { readonly place: NodePlace; readonly cluster: string }) {
  const t = useWords('sets');
  return (
    <>
      <CellView cell={linkTo('', 'Node', node)} cluster={cluster} />
      {isReady ? null : <div className={classes.dim}>{t('matrix.nodeNotReady')}</div>}
    </>
  );
}

function PodOf({ place: { pod }, target }: { readonly place: NodePlace; readonly target: ObjectRef }) {
  if (pod === undefined) return <>–</>;
  return (
    <>
      <CellView cell={linkTo('', 'Pod', pod.name, target.namespace)} cluster={target.cluster} />
      <div>
        <HealthMark health={pod.health} label={pod.status} /> {pod.ready}
      </div>
      {pod.message === '' ? null : <div className={classes.dim}>{safeText(pod.message)}</div>}
    </>
  );
}

function Turn({ place, target }: { readonly place: NodePlace; readonly target: ObjectRef }) {
  const t = useWords('sets');
  const nodes = useWords('nodes');
  const { turn, objections, pod, node } = place;
  const why = objections
    .map((objection) => nodes(`pending.objections.${objection.cause}`, { ...objection }))
    .join('; ');
  return (
    <>
      <span className={turn === 'ready' ? classes.dim : undefined}>
        {safeText(t(`place.${turn === 'starting' && pod?.health === 'failed' ? 'failing' : turn}`, { why }))}
      </span>
      {turn === 'onDelete' && pod !== undefined ? (
        <DeletePod target={target} pod={pod} label={safeText(t('deletePod.to', { name: `${pod.name} (${node})` }))} />
      ) : null}
    </>
  );
}
