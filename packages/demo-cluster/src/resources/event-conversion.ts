import type { DemoObject } from '../store.ts';

/** Pairs of names of one field: in v1, and in events.k8s.io/v1. */
const RENAMED: readonly (readonly [string, string])[] = [
  ['involvedObject', 'regarding'],
  ['message', 'note'],
  ['source', 'deprecatedSource'],
  ['count', 'deprecatedCount'],
  ['firstTimestamp', 'deprecatedFirstTimestamp'],
  ['lastTimestamp', 'deprecatedLastTimestamp'],
  ['reportingComponent', 'reportingController'],
];

function rename(object: DemoObject, from: 0 | 1, to: 0 | 1): DemoObject {
  const result: DemoObject = { ...object };
  for (const names of RENAMED) {
    if (!(names[from] in result)) continue;
    result[names[to]] = result[names[from]];
    delete result[names[from]];
  }
  return result;
}

/** A stored v1 Event as events.k8s.io/v1 shows it. */
export function toNewEvent(event: DemoObject): DemoObject {
  return rename(event, 0, 1);
}

/** An event as events.k8s.io/v1 writes it, in the stored v1 shape. */
export function toCoreEvent(event: DemoObject): DemoObject {
  return rename(event, 1, 0);
}
