import type { Row } from './row.ts';

/** What is asked of each event beside the server's columns; `readEvent` reads them in this order. */
export const EVENT_FIELDS = [
  'type',
  'reason',
  'message',
  'count',
  'firstTimestamp',
  'lastTimestamp',
  'eventTime',
  'series.count',
  'series.lastObservedTime',
  'source.component',
  'reportingComponent',
  'involvedObject.fieldPath',
  'involvedObject.apiVersion',
  'involvedObject.kind',
  'involvedObject.namespace',
  'involvedObject.name',
] as const;

/** What events.k8s.io calls otherwise. */
const RENAMED: Readonly<Record<string, string>> = {
  message: 'note',
  count: 'deprecatedCount',
  firstTimestamp: 'deprecatedFirstTimestamp',
  lastTimestamp: 'deprecatedLastTimestamp',
  'source.component': 'deprecatedSource.component',
  reportingComponent: 'reportingController',
};

/** The same fields as {@link EVENT_FIELDS}, in the words of the API group that serves the events. */
export function eventFields(group: string): readonly string[] {
  if (group === '') return EVENT_FIELDS;
  return EVENT_FIELDS.map((name) => RENAMED[name] ?? name.replace('involvedObject.', 'regarding.'));
}

export interface EventFacts {
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  /** who reports it: kubelet, default-scheduler … */
  readonly from: string;
  /** the part of the object that it is about, "spec.containers{app}" */
  readonly part: string;
  /** the object that it is about; namespace "" for a cluster-wide one */
  readonly about: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly namespace: string;
    readonly name: string;
  };
  readonly count: number;
  /** epoch seconds; NaN when unknown */
  readonly first: number;
  readonly last: number;
}

/** An event in the terms of kubectl describe, whether the old fields, a series or only eventTime are set. */
export function readEvent(row: Row): EventFacts {
  const field = (name: (typeof EVENT_FIELDS)[number]) => row.fields[EVENT_FIELDS.indexOf(name)];
  const text = (name: (typeof EVENT_FIELDS)[number]) => {
    const value = field(name);
    return typeof value === 'string' ? value : '';
  };
  const seconds = (name: (typeof EVENT_FIELDS)[number]) => Date.parse(text(name)) / 1000;
  const number = (name: (typeof EVENT_FIELDS)[number]) => {
    const value = field(name);
    return typeof value === 'number' ? value : undefined;
  };

  const series = number('series.count');
  const eventTime = seconds('eventTime');
  const first = firstKnown(eventTime, seconds('firstTimestamp'), row.created);
  const last = series === undefined ? seconds('lastTimestamp') : seconds('series.lastObservedTime');
  return {
    type: text('type'),
    reason: text('reason'),
    message: text('message').trim(),
    from: text('source.component') || text('reportingComponent'),
    part: text('involvedObject.fieldPath'),
    about: {
      apiVersion: text('involvedObject.apiVersion'),
      kind: text('involvedObject.kind'),
      namespace: text('involvedObject.namespace'),
      name: text('involvedObject.name'),
    },
    count: series ?? number('count') ?? 1,
    first,
    last: firstKnown(last, first),
  };
}

function firstKnown(...candidates: readonly number[]): number {
  return candidates.find((value) => Number.isFinite(value) && value > 0) ?? Number.NaN;
}
