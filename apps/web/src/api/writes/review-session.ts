import { isApiStatus } from '@quarterdeck/shared/api-status';
import type { Problem } from '@quarterdeck/shared/problem';
import type { KubeObject, ObjectRef } from '../kube-object.ts';
import { type Change, changedPaths, meaningfulChanges } from './changed-paths.ts';
import { droppedFields } from './dropped-fields.ts';
import { conflictingFields, type TakenField, takenFields } from './field-owners.ts';
import { type ReadText, readText } from './read-text.ts';
import type { SendWrite, WriteAnswer, WriteMethod } from './send-write.ts';
import { withoutServerFields } from './server-fields.ts';
import { withoutFields, withResourceVersion, withStatus } from './splice-text.ts';
import { type TurnedBack, turnedBack } from './turned-back.ts';
import type { ValuePath } from './value-path.ts';

/** What a dry run showed. */
export interface Reviewed {
  /** undefined: the object is new */
  readonly live: KubeObject | undefined;
  readonly result: KubeObject;
  readonly changes: readonly Change[];
  readonly warnings: readonly string[];
  /** fields of the text that the server leaves out without a word */
  readonly dropped: readonly ValuePath[];
  /** fields that others wrote last */
  readonly taken: readonly TakenField[];
  /** server-side apply refuses until these are taken over */
  readonly needsForce: boolean;
}

type Refusal = Extract<WriteAnswer, { ok: false }>;

/** Whether what was written stays as it was written. */
type Followed =
  | { readonly state: 'following' | 'kept' | 'deleted' | 'unknown' }
  | { readonly state: 'turned-back'; readonly fields: readonly TurnedBack[] };

export type ReviewState =
  | { readonly step: 'checking' }
  /** what the text says cannot be sent as one object */
  | { readonly step: 'unreadable'; readonly reading: ReadText }
  /** somebody changed the object since the edit began */
  | { readonly step: 'changed'; readonly base: KubeObject; readonly live: KubeObject }
  /** it is no longer there */
  | { readonly step: 'gone' }
  | { readonly step: 'refused'; readonly refusal: Refusal; readonly reading: ReadText }
  | { readonly step: 'ready' | 'writing'; readonly review: Reviewed; readonly reading: ReadText }
  | { readonly step: 'written'; readonly review: Reviewed; readonly object: KubeObject; readonly followed: Followed };

export interface ReviewPorts {
  readonly send: SendWrite;
  /** the object as it is; undefined: there is none. Rejects with what keeps it from being read. */
  readonly read: (target: ObjectRef, signal: AbortSignal) => Promise<KubeObject | undefined>;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly problemOf: (error: unknown) => Problem;
}

export interface ReviewSubject {
  readonly target: ObjectRef;
  readonly text: string;
  readonly base: KubeObject | undefined;
  readonly method: WriteMethod;
  /** told once for each write that was made */
  readonly onWritten?: (before: KubeObject | undefined, after: KubeObject) => void;
}

/** When it is looked again after a write: controllers answer within seconds. */
const LOOKS_MS: readonly number[] = [700, 1500, 3000];
/** A status that changes all the time must not keep a write from being made. */
const MOST_TRIES = 4;

/**
 * One save from the text to what became of it: read the live object, notice that somebody was faster, dry run, write with the lock of
 * the state that was looked at, look again. Nothing is written but by `write`, and only what the dry run showed.
 */
export class ReviewSession {
  readonly #ports: ReviewPorts;
  readonly #listeners = new Set<() => void>();
  #abort = new AbortController();
  #subject: ReviewSubject;
  #state: ReviewState = { step: 'checking' };
  /** The kind does not keep its status apart: a text that leaves it out would lose it. */
  #keepsStatus = false;

  constructor(subject: ReviewSubject, ports: ReviewPorts) {
    this.#subject = subject;
    this.#ports = ports;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly getSnapshot = (): ReviewState => this.#state;

  /** the text that is reviewed now: the one given, or a merged one */
  get text(): string {
    return this.#subject.text;
  }

  get method(): WriteMethod {
    return this.#subject.method;
  }

  /** Looks at what the text would do. Writes nothing. */
  async check(): Promise<void> {
    const signal = this.#begin();
    this.#set({ step: 'checking' });
    await this.#guard(signal, () => this.#check(signal));
  }

  /** Goes on with another text, which was made by looking at `live`: the outcome of a merge. */
  async checkMerged(text: string, live: KubeObject): Promise<void> {
    this.#subject = { ...this.#subject, text, base: live };
    await this.check();
  }

  /** Server-side apply without the fields that others manage. */
  async checkWithout(fields: readonly ValuePath[]): Promise<void> {
    await this.checkText(withoutFields(this.#subject.text, fields));
  }

  /** Goes on with another text of the same edit. */
  async checkText(text: string): Promise<void> {
    this.#subject = { ...this.#subject, text };
    await this.check();
  }

  /** The object is gone: makes it anew from the text. */
  async checkAsNew(): Promise<void> {
    this.#subject = { ...this.#subject, base: undefined, method: 'create' };
    await this.check();
  }

  /** Writes what the dry run showed; `force` is the person's word that what others manage is taken over. */
  async write({ force }: { readonly force: boolean }): Promise<void> {
    if (this.#state.step !== 'ready') return;
    const { review, reading } = this.#state;
    const signal = this.#begin();
    this.#set({ step: 'writing', review, reading });
    await this.#guard(signal, async () => {
      let { live } = review;
      for (let tries = 0; ; tries += 1) {
        const answer = await this.#send(live, { dryRun: false, force }, signal);
        if (answer.ok) {
          await this.#follow({ ...review, live }, answer.object, signal);
          return;
        }
        const newer = isStale(answer) ? await this.#ports.read(this.#subject.target, signal) : undefined;
        // only a status or the like has changed: what was agreed to is still what happens
        if (
          tries < MOST_TRIES &&
          live &&
          newer &&
          sameObject(live, newer) &&
          meaningfulChanges(live, newer).length === 0
        )
          live = newer;
        else if (isStale(answer)) {
          this.#subject = { ...this.#subject, base: this.#subject.base ?? review.live };
          await this.#check(signal);
          return;
        } else {
          this.#set({ step: 'refused', refusal: answer, reading });
          return;
        }
      }
    });
  }

  /** Lets what is under way end without being heard. */
  stop(): void {
    this.#abort.abort();
  }

  #begin(): AbortSignal {
    this.#abort.abort();
    this.#abort = new AbortController();
    return this.#abort.signal;
  }

  async #guard(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (signal.aborted) return;
      const refusal = { ok: false, problem: this.#ports.problemOf(error), status: undefined, warnings: [] } as const;
      this.#set({ step: 'refused', refusal, reading: readText(this.#subject.text) });
    }
  }

  async #check(signal: AbortSignal): Promise<void> {
    const { text, method, base, target } = this.#subject;
    this.#keepsStatus = false;
    const reading = readText(text);
    if (reading.count !== 1 || reading.faults.some(({ duplicateKey }) => duplicateKey)) {
      this.#set({ step: 'unreadable', reading });
      return;
    }
    for (let tries = 0; ; tries += 1) {
      const live = method === 'create' ? undefined : await this.#ports.read(target, signal);
      if (signal.aborted) return;
      if (base !== undefined && method !== 'create') {
        if (live === undefined || !sameObject(base, live)) {
          this.#set(live === undefined ? { step: 'gone' } : { step: 'changed', base, live });
          return;
        }
        if (meaningfulChanges(base, live).length > 0) {
          this.#set({ step: 'changed', base, live });
          return;
        }
      }
      if (live === undefined && method === 'replace') {
        this.#set({ step: 'gone' });
        return;
      }
      const answer = await this.#tryOut(live, signal);
      if (answer.answer.ok) {
        this.#set({ step: 'ready', reading, review: reviewed(live, answer.answer, reading, answer.conflicts) });
        return;
      }
      if (tries < MOST_TRIES && live !== undefined && isStale(answer.answer)) continue;
      this.#set({ step: 'refused', refusal: answer.answer, reading });
      return;
    }
  }

  /** A dry run; of a server-side apply that others' fields keep from happening, what it would do by force. */
  async #tryOut(live: KubeObject | undefined, signal: AbortSignal) {
    const answer = await this.#send(live, { dryRun: true, force: false }, signal);
    if (answer.ok) {
      this.#keepsStatus =
        this.#subject.method === 'replace' && live?.['status'] !== undefined && answer.object['status'] === undefined;
      const kept = this.#keepsStatus ? await this.#send(live, { dryRun: true, force: false }, signal) : answer;
      return { answer: kept, conflicts: [] };
    }
    const conflicts =
      this.#subject.method === 'apply' && isApiStatus(answer.status)
        ? conflictingFields(answer.status, readText(this.#subject.text).object)
        : [];
    if (conflicts.length === 0) return { answer, conflicts };
    return { answer: await this.#send(live, { dryRun: true, force: true }, signal), conflicts };
  }

  #send(
    live: KubeObject | undefined,
    { dryRun, force }: { readonly dryRun: boolean; readonly force: boolean },
    signal: AbortSignal,
  ): Promise<WriteAnswer> {
    const { target, method } = this.#subject;
    let { text } = this.#subject;
    if (method === 'replace' && live !== undefined) {
      if (this.#keepsStatus) text = withStatus(text, live['status']);
      text = withResourceVersion(text, live.metadata.resourceVersion ?? '').text;
    }
    return this.#ports.send({ target, method, text, dryRun, force }, signal);
  }

  async #follow(review: Reviewed, object: KubeObject, signal: AbortSignal): Promise<void> {
    const written = (followed: Followed) => this.#set({ step: 'written', review, object, followed });
    this.#subject.onWritten?.(review.live, object);
    written({ state: 'following' });
    const target =
      this.#subject.target.name === '' ? { ...this.#subject.target, name: object.metadata.name } : this.#subject.target;
    try {
      for (const wait of LOOKS_MS) {
        await this.#ports.sleep(wait, signal);
        const now = await this.#ports.read(target, signal);
        if (signal.aborted) return;
        if (now === undefined || !sameObject(object, now)) {
          written({ state: 'deleted' });
          return;
        }
        const fields = turnedBack(review.live === undefined ? undefined : review.changes, object, now);
        if (fields.length > 0) {
          written({ state: 'turned-back', fields });
          return;
        }
      }
      written({ state: 'kept' });
    } catch {
      // it is written all the same; only what became of it cannot be said
      if (!signal.aborted) written({ state: 'unknown' });
    }
  }

  #set(state: ReviewState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

function reviewed(
  live: KubeObject | undefined,
  answer: Extract<WriteAnswer, { ok: true }>,
  { object: sent }: ReadText,
  conflicts: readonly TakenField[],
): Reviewed {
  const { object: result, warnings } = answer;
  const changes = live === undefined ? changedPaths({}, withoutServerFields(result)) : meaningfulChanges(live, result);
  return {
    live,
    result,
    changes,
    warnings,
    dropped: sent === undefined ? [] : droppedFields(withoutServerFields(sent), result),
    taken: conflicts.length > 0 ? conflicts : live === undefined ? [] : takenFields(live, changes),
    needsForce: conflicts.length > 0,
  };
}

function sameObject(a: KubeObject, b: KubeObject): boolean {
  return a.metadata.uid === b.metadata.uid;
}

/** The server holds another state than the one that was looked at. */
function isStale({ problem, status }: Refusal): boolean {
  return (
    problem.code === 'qd.api.conflict' &&
    !(status?.details?.causes ?? []).some(({ reason }) => reason === 'FieldManagerConflict')
  );
}
