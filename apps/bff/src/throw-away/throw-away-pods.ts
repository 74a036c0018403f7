import { randomBytes } from 'node:crypto';
import type { ThrownAwayPod } from '@quarterdeck/shared/bff-api';
import { ProblemError, problem } from '@quarterdeck/shared/problem';
import { apiPath } from '@quarterdeck/shared/resource-path';
import type { Logger } from 'pino';
import type { Session, SessionWatch } from '../auth/session.ts';
import type { Cluster } from '../clusters/cluster.ts';
import type { Clock } from '../live/clock.ts';
import type { JsonObject } from '../live/table.ts';
import { problemOfAnswer, readBounded } from '../live/upstream-answer.ts';
import { AuditLog } from '../telemetry/audit-log.ts';

/** Nobody has opened a terminal in it: the browser went away in between. */
const UNUSED_MS = 60_000;
/** A deletion that nobody answered is tried again after this long, then twice as long. */
const RETRY_MS = 1000;
const MAX_RETRIES = 8;
const MAX_PODS = 10;
const MAX_ANSWER_BYTES = 1024 * 1024;
const PODS = { group: '', version: 'v1', resource: 'pods' };

export interface ThrowAwayOptions {
  readonly sessions: SessionWatch;
  readonly log: Logger;
  readonly clock: Clock;
  readonly audit?: AuditLog;
  /** where this process serves (serving-place.ts) */
  readonly place?: string;
}

interface Entry {
  readonly cluster: Cluster;
  readonly session: Session;
  readonly pod: ThrownAwayPod;
  holders: number;
  cancel: () => void;
  unwatch: () => void;
}

/**
 * Pods that live as long as somebody's terminal in them. They are made and deleted with the credential of the person, who may be
 * gone by then: so the deletion is done here. If this process dies, the pod's own deadline ends it.
 */
export class ThrowAwayPods {
  readonly #options: ThrowAwayOptions;
  readonly #audit: AuditLog;
  readonly #entries = new Map<string, Entry>();
  /** begins the ids of this place: a pod of another replica is told from one that has gone */
  readonly #place: string;
  /** deletions under way */
  readonly #leaving = new Set<Promise<void>>();
  #closing = false;

  constructor(options: ThrowAwayOptions) {
    this.#options = options;
    this.#audit = options.audit ?? AuditLog.none;
    this.#place = `${options.place ?? randomBytes(6).toString('base64url')}.`;
  }

  /** Makes the pod, and minds it from that moment. Rejects with the API server's refusal. */
  async create(cluster: Cluster, session: Session, namespace: string, pod: JsonObject): Promise<ThrownAwayPod> {
    try {
      return await this.#create(cluster, session, namespace, pod);
    } catch (error) {
      this.#audit.didNot(session, 'throw-away', error, { namespace });
      throw error;
    }
  }

  async #create(cluster: Cluster, session: Session, namespace: string, pod: JsonObject): Promise<ThrownAwayPod> {
    const own = [...this.#entries.values()].filter((entry) => entry.session.id === session.id);
    if (own.length >= MAX_PODS || this.#closing)
      throw new ProblemError(problem('qd.request.too-many', 'This session has too many throw-away pods'));
    const response = await cluster.request(session.credential, {
      method: 'POST',
      path: apiPath(PODS, { namespace }),
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify(pod),
    });
    if (response.status !== 201) throw new ProblemError(await problemOfAnswer(response));
    const made = await readMade(await readBounded(response.body, MAX_ANSWER_BYTES), namespace);
    const id = `${this.#place}${randomBytes(24).toString('base64url')}`;
    const { log, clock, sessions } = this.#options;
    const entry: Entry = {
      cluster,
      session,
      pod: { id, ...made },
      holders: 0,
      cancel: clock.after(UNUSED_MS, () => this.#remove(entry)),
      unwatch: () => {},
    };
    this.#entries.set(id, entry);
    entry.unwatch = sessions.watch(session, () => this.#remove(entry));
    log.info(lineOf(entry), 'throw-away pod made');
    this.#audit.did(session, 'throw-away', 'ok', { namespace, pod: made.name });
    return entry.pod;
  }

  /** A terminal begins to use it; returns what is called at its end, once. Or who has it: another replica, or nobody of this session. */
  hold(id: string, session: Session): (() => void) | 'elsewhere' | 'nobody' {
    if (!id.startsWith(this.#place)) return 'elsewhere';
    const entry = this.#entries.get(id);
    if (!entry || entry.session.id !== session.id) return 'nobody';
    entry.holders += 1;
    entry.cancel();
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      entry.holders -= 1;
      if (entry.holders === 0) this.#remove(entry);
    };
  }

  /** Deletes what is left; resolves when that is done or given up. */
  async close(): Promise<void> {
    this.#closing = true;
    for (const entry of [...this.#entries.values()]) this.#remove(entry);
    await Promise.all(this.#leaving);
  }

  #remove(entry: Entry): void {
    if (!this.#entries.delete(entry.pod.id)) return;
    entry.cancel();
    entry.unwatch();
    const leaving = this.#delete(entry).finally(() => this.#leaving.delete(leaving));
    this.#leaving.add(leaving);
  }

  /** Never rejects. */
  async #delete(entry: Entry): Promise<void> {
    const { log, clock } = this.#options;
    const { namespace, name } = entry.pod;
    for (let attempt = 0; ; attempt += 1) {
      const fault = await deletePod(entry);
      if (fault === null) {
        log.info(lineOf(entry), 'throw-away pod deleted');
        this.#audit.did(entry.session, 'throw-away-end', 'ok', { namespace, pod: name });
        return;
      }
      // a shutdown waits for one try only; the pod's deadline ends it then
      if (!fault.isPassing || attempt >= MAX_RETRIES || this.#closing) {
        log.warn({ ...lineOf(entry), reason: fault.reason }, 'throw-away pod is left to its deadline');
        this.#audit.did(entry.session, 'throw-away-end', 'failed', { namespace, pod: name, reason: fault.reason });
        return;
      }
      await new Promise<void>((resolve) => clock.after(RETRY_MS * 2 ** attempt, resolve));
    }
  }
}

/** Deletes that very pod; null: it is gone or on its way. */
async function deletePod({ cluster, session, pod }: Entry): Promise<{ reason: string; isPassing: boolean } | null> {
  try {
    const response = await cluster.request(session.credential, {
      method: 'DELETE',
      path: apiPath(PODS, { namespace: pod.namespace, name: pod.name }),
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'DeleteOptions', apiVersion: 'v1', preconditions: { uid: pod.uid } }),
      headersTimeoutMs: 5000,
    });
    // 404: it is gone; 409: another pod has its name by now
    if (response.status < 300 || response.status === 404 || response.status === 409) {
      response.body.destroy();
      return null;
    }
    const refusal = await problemOfAnswer(response);
    return { reason: refusal.title, isPassing: response.status >= 500 || response.status === 429 };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : 'no answer', isPassing: true };
  }
}

async function readMade(bytes: Buffer | null, namespace: string): Promise<Omit<ThrownAwayPod, 'id'>> {
  const answer: unknown = JSON.parse(bytes?.toString('utf8') ?? 'null');
  const metadata = typeof answer === 'object' && answer !== null && 'metadata' in answer ? answer.metadata : null;
  if (typeof metadata === 'object' && metadata !== null && 'name' in metadata && 'uid' in metadata) {
    const { name, uid } = metadata;
    if (typeof name === 'string' && typeof uid === 'string') return { namespace, name, uid };
  }
  throw new ProblemError(problem('qd.cluster.bad-answer', 'The API server did not say which pod it made'));
}

const lineOf = ({ cluster, session, pod: { namespace, name } }: Entry) => ({
  cluster: cluster.name,
  user: session.user.name,
  namespace,
  pod: name,
});
