import { textAt, valueAt } from '../json-value.ts';
import type { DemoObject } from '../store.ts';
import { ageOf, column, NAME, type ResourceType, wide } from './resource-type.ts';

/** Columns of events, for both of their groups. */
export const EVENT_COLUMNS: ResourceType['columns'] = [
  column('Last Seen', (event, { now }) => ageOf(lastSeen(event), now)),
  column('Type', (event) => textAt(event, 'type')),
  column('Reason', (event) => textAt(event, 'reason')),
  column('Object', (event) => {
    const kind = textAt(event, 'involvedObject', 'kind').toLowerCase();
    const name = textAt(event, 'involvedObject', 'name');
    return name === '' ? kind : `${kind}/${name}`;
  }),
  wide('Subobject', (event) => textAt(event, 'involvedObject', 'fieldPath')),
  wide('Source', (event) => {
    const component = textAt(event, 'source', 'component') || textAt(event, 'reportingComponent');
    const host = textAt(event, 'source', 'host') || textAt(event, 'reportingInstance');
    return host === '' || host === component ? component : `${component}, ${host}`;
  }),
  column('Message', (event) => textAt(event, 'message').trim()),
  wide('First Seen', (event, { now }) => ageOf(textAt(event, 'firstTimestamp') || textAt(event, 'eventTime'), now)),
  wide('Count', (event) => {
    const series = valueAt(event, 'series', 'count');
    const count = typeof series === 'number' ? series : valueAt(event, 'count');
    return typeof count === 'number' && count > 0 ? String(count) : '1';
  }),
  { ...NAME, priority: 1 },
];

const lastSeen = (event: DemoObject) =>
  textAt(event, 'series', 'lastObservedTime') ||
  textAt(event, 'lastTimestamp') ||
  textAt(event, 'firstTimestamp') ||
  textAt(event, 'eventTime');

const involved = (field: string) => (event: DemoObject) => textAt(event, 'involvedObject', field);

const INVOLVED = ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'];

/** Field selectors of events, on the stored v1 shape. */
export const EVENT_FIELDS: Record<string, (event: DemoObject) => string> = {
  ...Object.fromEntries(INVOLVED.map((field) => [`involvedObject.${field}`, involved(field)])),
  reason: (event) => textAt(event, 'reason'),
  type: (event) => textAt(event, 'type'),
  source: (event) => textAt(event, 'source', 'component') || textAt(event, 'reportingComponent'),
  reportingComponent: (event) => textAt(event, 'reportingComponent'),
};
