import { createHash, randomBytes } from 'node:crypto';
import type { ClusterStore, DemoObject } from '../store.ts';
import { KEYS } from './kinds.ts';
import { timestamp } from './time.ts';

export interface EventSource {
  readonly component: string;
  readonly host?: string;
}

/**
 * Writes v1 Events. The same reason and message about the same object from the same source is counted, not repeated,
 * as client-go's event correlator does; events leave after an hour, the API server's --event-ttl.
 */
export class EventRecorder {
  readonly #store: ClusterStore;
  readonly #names = new Map<string, { namespace: string; name: string; last: number }>();
  readonly ttlMs = 3_600_000;

  constructor(store: ClusterStore) {
    this.#store = store;
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
    for (const [key, { namespace, name, last }] of this.#names) {
      if (last >= oldest) continue;
      this.#names.delete(key);
      this.#store.delete(KEYS.Event, namespace, name, { force: true });
    }
  }

  #record(
    type: string,
    about: DemoObject,
    source: EventSource,
    reason: string,
    message: string,
    fieldPath?: string,
  ): void {
    const now = this.#store.now();
    const namespace = about.metadata.namespace ?? 'default';
    const correlation = createHash('sha1')
      .update(JSON.stringify([about.metadata.uid, fieldPath, source, type, reason, message]))
      .digest('base64');
    const known = this.#names.get(correlation);
    if (known) {
      known.last = now;
      const updated = this.#store.update(KEYS.Event, namespace, known.name, (draft) => {
        draft['count'] = Number(draft['count'] ?? 1) + 1;
        draft['lastTimestamp'] = timestamp(now);
      });
      if (updated) return;
    }
    // nothing but deletions may be written into a namespace that is going away
    const home = this.#store.get(KEYS.Namespace, undefined, namespace);
    if (!home || home.metadata.deletionTimestamp) return;
    const name = `${about.metadata.name}.${randomBytes(8).toString('hex')}`;
    this.#names.set(correlation, { namespace, name, last: now });
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
      message,
      source: { component: source.component, ...(source.host ? { host: source.host } : {}) },
      firstTimestamp: timestamp(now),
      lastTimestamp: timestamp(now),
      count: 1,
      type,
      eventTime: null,
      reportingComponent: source.component,
      reportingInstance: source.host ?? '',
    });
  }
}
