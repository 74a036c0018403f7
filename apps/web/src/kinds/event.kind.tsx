import { parseApiVersion } from '@quarterdeck/shared/resource-path';
import { Bell } from 'lucide-react';
import { textAt } from '../api/read-field.ts';
import { lazyWithWords } from '../i18n/lazy-with-words.ts';
import { defineKind, type RowView } from './define-kind.ts';
import { linkTo } from './pointers.ts';

/** When it was seen last, in the order in which kubectl looks: a series, the old fields, the one that is always set. */
const LAST_SEEN = [
  'series.lastObservedTime',
  'lastTimestamp',
  'deprecatedLastTimestamp',
  'eventTime',
  'firstTimestamp',
] as const;

export default defineKind({
  resources: ['v1/events', 'events.k8s.io/v1/events', 'events.k8s.io/v1beta1/events'],
  group: 'cluster',
  order: 30,
  icon: Bell,
  goKey: 'e',
  unsought: true,
  columns: [
    {
      id: 'last-seen',
      header: 'Last Seen',
      // the server's words are as old as the last change of the event
      fields: LAST_SEEN,
      text: (view) => view.cell('Last Seen'),
      since: lastSeen,
    },
  ],
  // newest first
  defaultSort: 'last-seen',
  statusColumn: 'Type',
  list: lazyWithWords(['pages', 'problems'], () => import('../features/resource-list/events/events-page.tsx')),
  health: (view) => (view.cell('Type') === 'Normal' ? 'ok' : 'warning'),
  statusSentence: (event) => [textAt(event, 'reason'), textAt(event, 'message') || textAt(event, 'note')].join(': '),
  facts: (event) => {
    // events.k8s.io calls it `regarding`, core/v1 `involvedObject`.
    const about = textAt(event, 'involvedObject.kind') === '' ? 'regarding' : 'involvedObject';
    const kind = textAt(event, `${about}.kind`);
    const { group } = parseApiVersion(textAt(event, `${about}.apiVersion`));
    return [
      { label: 'fact.type', value: textAt(event, 'type') },
      { label: 'fact.reason', value: textAt(event, 'reason') },
      { label: 'fact.about', value: kind },
      {
        label: 'fact.object',
        value: linkTo(group, kind, textAt(event, `${about}.name`), textAt(event, `${about}.namespace`)),
      },
      { label: 'fact.fieldPath', value: textAt(event, `${about}.fieldPath`) },
    ];
  },
  sections: [
    {
      id: 'message',
      title: 'section.message',
      content: { component: lazyWithWords(['sections'], () => import('./event/message-section.tsx')) },
    },
  ],
});

function lastSeen(view: RowView): number {
  for (const path of LAST_SEEN) {
    const value = view.field(path);
    const seconds = typeof value === 'string' ? Date.parse(value) / 1000 : Number.NaN;
    if (seconds > 0) return seconds;
  }
  return view.row.created;
}
