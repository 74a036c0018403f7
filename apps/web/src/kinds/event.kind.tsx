import { parseApiVersion } from '@quarterdeck/shared/resource-path';
import { Bell } from 'lucide-react';
import { textAt } from '../api/read-field.ts';
import { defineKind } from './define-kind.ts';
import { linkTo } from './pointers.ts';

export default defineKind({
  resources: ['v1/events', 'events.k8s.io/v1/events', 'events.k8s.io/v1beta1/events'],
  group: 'cluster',
  order: 30,
  icon: Bell,
  statusColumn: 'Type',
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
      { label: 'fact.from', value: textAt(event, 'source.component') || textAt(event, 'reportingComponent') },
      { label: 'fact.host', value: textAt(event, 'source.host') },
      { label: 'fact.count', value: textAt(event, 'count') || textAt(event, 'series.count') },
      { label: 'fact.firstSeen', value: textAt(event, 'firstTimestamp') || textAt(event, 'eventTime') },
      { label: 'fact.lastSeen', value: textAt(event, 'lastTimestamp') || textAt(event, 'series.lastObservedTime') },
    ];
  },
});
