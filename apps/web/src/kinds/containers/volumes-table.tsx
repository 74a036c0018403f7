import { Fragment } from 'react';
import { type Cell, CellView, cellText } from '../../ui/cell-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { rowIds, SimpleTable } from '../../ui/simple-table.tsx';
import { useWords } from '../../ui/use-words.ts';
import classes from './containers.module.css';
import { describeVolume, EXPLAINED_VOLUMES } from './describe-volume.ts';

interface VolumesTableProps {
  readonly cluster: string;
  readonly namespace: string | undefined;
  readonly volumes: readonly unknown[];
  /** "" for a template */
  readonly podName?: string;
}

/** The volumes of a pod or a pod template: name, type, where the content comes from, and settings. */
export function VolumesTable({ cluster, namespace, volumes, podName = '' }: VolumesTableProps) {
  const t = useWords('kinds');
  const words = useWords('sections');
  const described = volumes.map((volume) => describeVolume(volume, namespace, podName));
  const ids = rowIds(described.map(({ name }) => name));
  return (
    <SimpleTable
      label={t('section.volumes')}
      columns={[t('col.name'), t('col.type'), t('col.source'), words('volume.settings')]}
      rows={described.map(({ name, type, source, details }, line) => ({
        id: ids[line] ?? '',
        cells: [
          safeText(name),
          <div key="type">
            {safeText(type)}
            {EXPLAINED_VOLUMES.has(type) ? <p className={classes.dim}>{words(`volume.${type}`)}</p> : null}
          </div>,
          <CellView key="source" cell={source} cluster={cluster} />,
          details.length === 0 ? '–' : settings(details, cluster),
        ],
      }))}
    />
  );
}

function settings(details: readonly (Cell | readonly Cell[])[], cluster: string) {
  const ids = rowIds(details.map(cellText));
  return details.map((detail, index) => (
    <div key={ids[index]}>
      <Inline detail={detail} cluster={cluster} />
    </div>
  ));
}

/** The parts of one setting in a line: a source of a projected volume with what is taken of it. */
function Inline({ detail, cluster }: { readonly detail: Cell | readonly Cell[]; readonly cluster: string }) {
  const parts = [detail].flat().filter((part) => cellText(part) !== '');
  const ids = rowIds(parts.map(cellText));
  return parts.map((part, index) => (
    <Fragment key={ids[index]}>
      {index === 0 ? '' : index === 1 ? ' ' : ', '}
      <CellView cell={part} cluster={cluster} />
    </Fragment>
  ));
}
