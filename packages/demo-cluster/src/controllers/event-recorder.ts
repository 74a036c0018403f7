import type { ClusterStore, DemoObject } from '../store.ts';
import { EventNames } from './event-names.ts';
import { EventThrottle } from './event-throttle.ts';
import { KEYS } from './kinds.ts';
import { microTimestamp, timestamp } from './time.ts';

export interface EventSource {
  readonly component: string;
  readonly host?: string;
  /** Set by components that write events.k8s.io/v1: they have an action and a series in place of a count. */
  readonly action?: string;
}

interface Known {
  readonly namespace: string;
  readonly name: string;
  last: number;
}

/**
 * Writes v1 Events. The same reason and message about the same object from the same source is counted, not repeated; many
 * different messages for one reason are combined, and an object that makes too many events is silenced, all as client-go's event
 * correlator does. Events leave after an hour, the API server's --event-ttl.
 */
export class EventRecorder {
  readonly #store: ClusterStore;
  readonly #known = new Map<string, Known>();
  readonly #names = new EventNames();
  readonly #throttle: EventThrottle;
  readonly ttlMs = 3_600_000;

  constructor(store: ClusterStore) {
    this.#store = store;
    this.#throttle = new EventThrottle(() => store.now());
  }

  normal(about: DemoObject, source: EventSource, reason: string, message: string, fieldPath?: string): void {
    this.#record('Normal', about, source, reason, message, fieldPath);
  }

  warning(about: DemoObject, source: EventSource, reason: string, message: string, fieldPath?: string): void {
    this.#record('Warning', about, source, reason, message, fieldPath);
  }

  /** Removes events older than their time to live. */
  expire(): void {
    const oldest = this.#store.now() - this.ttlMs;
    for (const [key, { namespace, name, last }] of this.#known) {
      if (last >= oldest) continue;
      this.#known.delete(key);
      this.#store.delete(KEYS.Event, namespace, name, { force: true });
    }
    this.#throttle.forget();
  }

  #record(
    type: string,
    about: DemoObject,
    source: EventSource,
    reason: string,
    message: string,
    fieldPath: string | undefined,
  ): void {
    const origin = [source.component, source.host ?? '', about.kind, about.metadata.uid, fieldPath ?? ''].join('\n');
    const isSeries = source.action !== undefined;
    const text = isSeries ? message : this.#throttle.combined(`${origin}\n${type}\n${reason}`, message);
    const correlation = `${origin}\n${type}\n${reason}\n${text}`;
    if (!isSeries && !this.#throttle.lets(`${source.component}\n${about.metadata.uid}`)) return;
    const now = this.#store.now();
    const known = this.#known.get(correlation);
    if (known) {
      known.last = now;
      if (
        this.#store.update(KEYS.Event, known.namespace, known.name, (draft) =>
          repeat(draft, isSeries, message, text, now),
        )
      )
        return;
    }
    const namespace = about.metadata.namespace ?? 'default';
    // nothing but deletions may be written into a namespace that is going away
    const home = this.#store.get(KEYS.Namespace, undefined, namespace);
    if (!home || home.metadata.deletionTimestamp) return;
    const name = this.#names.next(about.metadata.name, now);
    this.#known.set(correlation, { namespace, name, last: now });
    this.#store.create(KEYS.Event, {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name, namespace },
      involvedObject: {
        kind: about.kind,
        ...(about.metadata.namespace ? { namespace: about.metadata.namespace } : {}),
        name: about.metadata.name,
        uid: about.metadata.uid,
        apiVersion: about.apiVersion,
        resourceVersion: about.metadata.resourceVersion,
        ...(fieldPath ? { fieldPath } : {}),
      },
      reason,
      message: text === message ? message : `${text}${message}`,
      type,
      reportingComponent: source.component,
      ...(isSeries
        ? {
            source: {},
            firstTimestamp: null,
            lastTimestamp: null,
            eventTime: microTimestamp(now),
            action: source.action,
            reportingInstance: `${source.component}-${source.host ?? 'control-plane'}`,
          }
        : {
            source: { component: source.component, ...(source.host ? { host: source.host } : {}) },
            firstTimestamp: timestamp(now),
            lastTimestamp: timestamp(now),
            count: 1,
            eventTime: null,
            reportingInstance: source.host ?? '',
          }),
    });
  }
}

function repeat(draft: DemoObject, isSeries: boolean, message: string, text: string, now: number): void {
  if (isSeries) {
    const { count = 1 } = (draft['series'] ?? {}) as { count?: number };
    draft['series'] = { count: count + 1, lastObservedTime: microTimestamp(now) };
    return;
  }
  if (text !== message) draft['message'] = `${text}${message}`;
  draft['count'] = Number(draft['count'] ?? 1) + 1;
  draft['lastTimestamp'] = timestamp(now);
}
