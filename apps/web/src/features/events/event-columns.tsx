import { groupOfRow } from '../../live/event-groups.ts';
import type { Row } from '../../live/row.ts';
import { naturalKey } from '../../live/sort-value.ts';
import { AboutLink } from '../../ui/about-link.tsx';
import { Age } from '../../ui/age.tsx';
import { HealthMark } from '../../ui/health-mark.tsx';
import type { GridColumn } from '../../ui/row-grid.tsx';
import { safeText } from '../../ui/safe-text.ts';
import type { Words } from '../../ui/use-words.ts';
import classes from './events-page.module.css';

export interface EventColumnsInput {
  readonly cluster: string;
  readonly withNamespace: boolean;
  /** of namespace "pages" */
  readonly words: Words;
  readonly onReason: (reason: string) => void;
}

/** When last, of what type, why, about what, what it says, how often, since when. */
export function eventColumns({ cluster, withNamespace, words, onReason }: EventColumnsInput): readonly GridColumn[] {
  const namespace: GridColumn = {
    id: 'namespace',
    header: words('list:namespaceColumn'),
    width: 'minmax(8ch, 0.8fr)',
    look: 'dim',
    text: (row) => row.namespace,
    sortKey: (row) => naturalKey(row.namespace),
  };
  return [
    {
      id: 'last-seen',
      header: words('events.last'),
      width: '88px',
      look: 'age',
      align: 'end',
      text: () => '',
      sortKey: (row) => age(groupOfRow(row).last),
      view: (row) => <Age created={groupOfRow(row).last} />,
    },
    {
      id: 'type',
      header: words('events.type'),
      width: '96px',
      look: 'text',
      text: (row) => groupOfRow(row).type,
      sortKey: (row) => groupOfRow(row).type,
      view: (row) => {
        const { type } = groupOfRow(row);
        return type === 'Normal' ? safeText(type) : <HealthMark health="warning" label={type || '–'} />;
      },
    },
    {
      id: 'reason',
      header: words('events.reason'),
      width: 'minmax(12ch, 0.9fr)',
      look: 'text',
      text: (row) => groupOfRow(row).reason,
      sortKey: (row) => naturalKey(groupOfRow(row).reason),
      view: (row) => {
        const reason = safeText(groupOfRow(row).reason);
        return (
          <button
            type="button"
            tabIndex={-1}
            className={classes.reason}
            title={words('events.onlyReason', { reason })}
            onClick={() => onReason(groupOfRow(row).reason)}
          >
            {reason}
          </button>
        );
      },
    },
    ...(withNamespace ? [namespace] : []),
    {
      id: 'object',
      header: words('events.object'),
      width: 'minmax(15ch, 1.4fr)',
      look: 'name',
      text: (row) => aboutText(row),
      sortKey: (row) => naturalKey(aboutText(row)),
      view: (row) => <AboutLink cluster={cluster} about={groupOfRow(row).about} />,
    },
    {
      id: 'message',
      header: words('events.message'),
      width: 'minmax(12ch, 2.6fr)',
      look: 'dim',
      text: (row) => groupOfRow(row).message,
      sortKey: (row) => naturalKey(groupOfRow(row).message),
    },
    {
      id: 'count',
      header: words('events.count'),
      width: '64px',
      look: 'text',
      align: 'end',
      text: (row) => String(groupOfRow(row).count),
      sortKey: (row) => groupOfRow(row).count,
    },
    {
      id: 'first-seen',
      header: words('events.first'),
      width: '88px',
      look: 'age',
      align: 'end',
      text: () => '',
      sortKey: (row) => age(groupOfRow(row).first),
      view: (row) => <Age created={groupOfRow(row).first} />,
    },
  ];
}

/** "Pod/web-1", as kubectl names it. */
export function aboutText(row: Row): string {
  const { kind, name } = groupOfRow(row).about;
  return `${kind}/${name}`;
}

/** The youngest has the least age. */
function age(seconds: number): number | null {
  return seconds > 0 ? -seconds : null;
}
