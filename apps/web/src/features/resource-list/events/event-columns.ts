import { parseApiVersion } from '@quarterdeck/shared/resource-path';
import type { Pointer } from '../../../api/pointer.ts';
import { groupOfRow } from '../../../live/event-groups.ts';
import type { Row } from '../../../live/row.ts';
import { naturalKey } from '../../../live/sort-value.ts';
import { safeText } from '../../../ui/safe-text.ts';
import type { Words } from '../../../ui/use-words.ts';
import { type ListColumn, namespaceColumn, sinceMoment } from '../list-columns.ts';

export interface EventColumnsInput {
  readonly withNamespace: boolean;
  /** of namespace "pages" */
  readonly words: Words;
  readonly onReason: (reason: string) => void;
}

const PLAIN = { description: '', look: 'text', align: 'start', wide: false } as const;

/** When last, of what type, why, about what, what it says, how often, since when. */
export function eventColumns({ withNamespace, words, onReason }: EventColumnsInput): ListColumn[] {
  const moment = (id: string, header: string, since: (row: Row) => number): ListColumn => ({
    ...PLAIN,
    id,
    header,
    look: 'age',
    align: 'end',
    text: () => '',
    ...sinceMoment(since),
  });
  return [
    moment('last-seen', words('events.last'), (row) => groupOfRow(row).last),
    {
      ...PLAIN,
      id: 'type',
      header: words('events.type'),
      text: (row) => groupOfRow(row).type || '–',
      sortKey: (row) => groupOfRow(row).type,
      health: (row) => (groupOfRow(row).type === 'Normal' ? undefined : 'warning'),
    },
    {
      ...PLAIN,
      id: 'reason',
      header: words('events.reason'),
      text: (row) => groupOfRow(row).reason,
      sortKey: (row) => naturalKey(groupOfRow(row).reason),
      pick: {
        run: (row) => onReason(groupOfRow(row).reason),
        title: (row) => words('events.onlyReason', { reason: safeText(groupOfRow(row).reason) }),
      },
    },
    ...(withNamespace ? [namespaceColumn(words('list:namespaceColumn'))] : []),
    {
      ...PLAIN,
      id: 'object',
      header: words('events.object'),
      look: 'name',
      text: aboutText,
      sortKey: (row) => naturalKey(aboutText(row)),
      link: aboutPointer,
    },
    {
      ...PLAIN,
      id: 'message',
      header: words('events.message'),
      room: 90,
      text: (row) => groupOfRow(row).message,
      sortKey: (row) => naturalKey(groupOfRow(row).message),
    },
    {
      ...PLAIN,
      id: 'count',
      header: words('events.count'),
      align: 'end',
      text: (row) => String(groupOfRow(row).count),
      sortKey: (row) => groupOfRow(row).count,
    },
    moment('first-seen', words('events.first'), (row) => groupOfRow(row).first),
  ];
}

/** "Pod/web-1", as kubectl names it. */
export function aboutText(row: Row): string {
  const { kind, name } = groupOfRow(row).about;
  return `${kind}/${name}`;
}

/** The object that the events of a row are about. */
function aboutPointer(row: Row): Pointer {
  const { apiVersion, kind, namespace, name } = groupOfRow(row).about;
  const { group } = parseApiVersion(apiVersion);
  return { group, kind, name, ...(namespace === '' ? {} : { namespace }) };
}
