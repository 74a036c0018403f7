import { type Problem, ProblemError } from '@quarterdeck/shared/problem';
import type { DiscoveredResource, KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { mapBounded } from '../../api/map-bounded.ts';
import type { WriteAnswer } from '../../api/writes/send-write.ts';
import type { ApplyItem, ItemState, Outcome, Way } from './apply-item.ts';
import { inApplyOrder, rankOf } from './apply-order.ts';
import { madeBy } from './made-by.ts';
import { outcomeOf, previewOf, refusedConflicts } from './preview.ts';
import type { Manifest } from './read-manifests.ts';
import type { ManifestWrite } from './write-manifest.ts';

export interface ApplyPorts {
  readonly find: (apiVersion: string, kind: string) => Promise<DiscoveredResource | undefined>;
  /** what was not served may be now */
  readonly forget: () => void;
  /** undefined: there is none; rejects with what keeps it from being read */
  readonly read: (target: ObjectRef, signal: AbortSignal) => Promise<KubeObject | undefined>;
  readonly write: (write: ManifestWrite, signal: AbortSignal) => Promise<WriteAnswer>;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly problemOf: (error: unknown) => Problem;
  /** an object was changed, and what was there before it; what was created is taken away by deleting the text's objects */
  readonly onWritten: (target: ObjectRef, before: KubeObject | undefined, after: KubeObject) => void;
}

export interface ApplyOptions {
  readonly cluster: string;
  /** where documents go that name no namespace */
  readonly namespace: string;
  /** "create": what is there already is refused and stays as it is */
  readonly method: 'apply' | 'create';
}

export interface ApplySnapshot {
  /** as they stand in the text */
  readonly items: readonly ApplyItem[];
  readonly phase: 'idle' | 'checking' | 'writing';
}

/** Objects of one rank that are worked on at a time. */
const WIDTH = 4;
/** How long the API server may take to serve a new kind, or to give a new namespace its ServiceAccount. */
const SETTLE_TRIES = 60;
const SETTLE_MS = 500;
const ACCOUNT_TRIES = 10;

/**
 * A text of many objects on its way to the cluster: what each would do (dry run), then the writes in the order in which the objects
 * depend on each other. What failed can be tried again; nothing that was not looked at is written over somebody else's word.
 */
export class ApplyRun {
  readonly #ports: ApplyPorts;
  readonly #options: ApplyOptions;
  readonly #listeners = new Set<() => void>();
  readonly #items: ApplyItem[];
  #phase: ApplySnapshot['phase'] = 'idle';
  #snapshot: ApplySnapshot;
  #abort = new AbortController();
  #stopping = false;

  constructor(manifests: readonly Manifest[], options: ApplyOptions, ports: ApplyPorts) {
    this.#ports = ports;
    this.#options = options;
    this.#items = manifests.map((manifest) => ({
      manifest,
      state: { step: manifest.fault === undefined ? 'new' : 'unreadable' },
      target: undefined,
      // only a create lets the server make up a name
      way: manifest.generateName === '' ? options.method : 'create',
      warnings: [],
    }));
    this.#snapshot = { items: [...this.#items], phase: 'idle' };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly getSnapshot = (): ApplySnapshot => this.#snapshot;

  /** Asks the server what each would do. Writes nothing. */
  async check(): Promise<void> {
    await this.#each(
      'checking',
      ({ state }) => state.step !== 'unreadable' && state.step !== 'done',
      (item, signal) => this.#check(item, signal),
    );
  }

  /**
   * Writes what has not been written. `agreed`: documents whose conflicts are overruled and whose unknown fields may be left out;
   * those that need it and have it not stay as they are.
   */
  async apply(agreed: ReadonlySet<number>): Promise<void> {
    const isOpen = ({ state, manifest }: ApplyItem): boolean => {
      if (state.step === 'ready') return !needsWord(state.preview) || agreed.has(manifest.index);
      return state.step === 'later' || state.step === 'stopped' || (state.step === 'refused' && state.written);
    };
    await this.#each('writing', isOpen, (item, signal) => this.#write(item, agreed.has(item.manifest.index), signal));
  }

  /** Lets what is under way end and begins nothing more. */
  stop(): void {
    this.#stopping = true;
  }

  /** Nobody looks any more. */
  close(): void {
    this.#stopping = true;
    this.#abort.abort();
  }

  async #each(
    phase: 'checking' | 'writing',
    isOpen: (item: ApplyItem) => boolean,
    work: (item: ApplyItem, signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    if (this.#phase !== 'idle') return;
    this.#abort = new AbortController();
    this.#stopping = false;
    const { signal } = this.#abort;
    this.#publish(phase);
    const todo = inApplyOrder(this.#items.filter(isOpen).map(({ manifest }) => manifest));
    for (const rank of new Set(todo.map(rankOf)))
      await mapBounded(
        todo.filter((manifest) => rankOf(manifest) === rank),
        WIDTH,
        async ({ index }) => {
          const item = this.#items[index];
          if (item === undefined || signal.aborted) return;
          if (this.#stopping) {
            if (phase === 'writing') this.#set(index, { step: 'stopped' });
            return;
          }
          try {
            await work(item, signal);
          } catch (error) {
            if (signal.aborted) return;
            const refusal = {
              ok: false,
              problem: this.#ports.problemOf(error),
              status: undefined,
              warnings: [],
            } as const;
            this.#set(index, { step: 'refused', refusal, written: phase === 'writing' });
          }
        },
      );
    this.#publish('idle');
  }

  async #targetOf({ manifest }: ApplyItem): Promise<ObjectRef | undefined> {
    const resource = await this.#ports.find(manifest.apiVersion, manifest.kind);
    if (resource === undefined) return undefined;
    const namespace = resource.namespaced ? (manifest.namespace ?? this.#options.namespace) : undefined;
    return { cluster: this.#options.cluster, resource, namespace, name: manifest.name };
  }

  async #check(item: ApplyItem, signal: AbortSignal): Promise<void> {
    const { index } = item.manifest;
    this.#set(index, { step: 'checking' });
    const target = await this.#targetOf(item);
    this.#change(index, { target });
    const needs = madeBy(item.manifest, target, this.#items);
    if (needs !== undefined) return this.#set(index, { step: 'later', ...needs });
    if (target === undefined) return this.#set(index, { step: 'unserved' });
    const live = await this.#live(item, target, signal);
    const { answer, way, conflicts } = await this.#send(item, target, live, { dryRun: true, force: false }, signal);
    if (signal.aborted) return;
    this.#change(index, { way, warnings: answer.warnings });
    if (!answer.ok) return this.#set(index, { step: 'refused', refusal: answer, written: false });
    const preview = previewOf(item.manifest, live, answer.object, conflicts);
    // what a controller wrote between the two requests is no change of this text's
    const newer = preview.outcome === 'configured' ? await this.#live(item, target, signal) : live;
    this.#set(index, {
      step: 'ready',
      preview: newer === live ? preview : previewOf(item.manifest, newer, answer.object, conflicts),
    });
  }

  async #write(item: ApplyItem, force: boolean, signal: AbortSignal): Promise<void> {
    const { index } = item.manifest;
    this.#set(index, { step: 'writing' });
    const target = item.target ?? (await this.#targetOf(item));
    if (target === undefined) return this.#set(index, { step: 'unserved' });
    this.#change(index, { target });
    const live = await this.#live(item, target, signal);
    let sent = await this.#send(item, target, live, { dryRun: false, force }, signal);
    for (let tries = 0; tries < ACCOUNT_TRIES && lacksAccount(sent.answer); tries += 1) {
      await this.#ports.sleep(SETTLE_MS, signal);
      sent = await this.#send(item, target, live, { dryRun: false, force }, signal);
    }
    const { answer, way } = sent;
    this.#change(index, { way, warnings: answer.warnings });
    if (!answer.ok) return this.#set(index, { step: 'refused', refusal: answer, written: true });
    if (item.manifest.kind === 'CustomResourceDefinition') await this.#settle(index, target, signal);
    const outcome: Outcome = outcomeOf(live, answer.object);
    if (outcome === 'configured')
      this.#ports.onWritten({ ...target, name: answer.object.metadata.name }, live, answer.object);
    this.#set(index, { step: 'done', outcome, object: answer.object });
  }

  /** The object that is there. Somebody who may write and not read is told by the write itself. */
  async #live({ manifest, way }: ApplyItem, target: ObjectRef, signal: AbortSignal): Promise<KubeObject | undefined> {
    if (manifest.name === '' || way === 'create') return undefined;
    try {
      return await this.#ports.read(target, signal);
    } catch (error) {
      if (error instanceof ProblemError && error.problem.code === 'qd.api.forbidden') return undefined;
      throw error;
    }
  }

  async #send(
    { manifest, way: before }: ApplyItem,
    target: ObjectRef,
    live: KubeObject | undefined,
    { dryRun, force }: { readonly dryRun: boolean; readonly force: boolean },
    signal: AbortSignal,
  ) {
    const send = (way: Way, byForce: boolean): Promise<WriteAnswer> => {
      const method = way === 'apply' ? 'apply' : 'create';
      const merge = way === 'mergeInstead' ? manifest.value : undefined;
      return this.#ports.write({ target, text: manifest.text, method, dryRun, force: byForce, merge }, signal);
    };
    let way: Way = before === 'create' ? 'create' : 'apply';
    let answer = await send(way, force);
    if (way === 'apply' && isTooOldToApply(answer)) {
      way = live === undefined ? 'createInstead' : 'mergeInstead';
      answer = await send(way, force);
    }
    const conflicts = way === 'apply' && dryRun ? refusedConflicts(answer, manifest.value) : [];
    // what it would do by force is what the person is asked to agree to
    if (conflicts.length > 0) answer = await send(way, true);
    return { answer, way, conflicts };
  }

  /** Waits until the API server serves the kind that a CRD defines. */
  async #settle(index: number, target: ObjectRef, signal: AbortSignal): Promise<void> {
    this.#set(index, { step: 'settling' });
    for (let tries = 0; tries < SETTLE_TRIES && !this.#stopping; tries += 1) {
      if (isEstablished(await this.#ports.read(target, signal))) break;
      await this.#ports.sleep(SETTLE_MS, signal);
    }
    this.#ports.forget();
  }

  #set(index: number, state: ItemState): void {
    this.#change(index, { state });
  }

  #change(index: number, change: Partial<ApplyItem>): void {
    const item = this.#items[index];
    if (item === undefined) return;
    this.#items[index] = { ...item, ...change };
    this.#publish(this.#phase);
  }

  #publish(phase: ApplySnapshot['phase']): void {
    this.#phase = phase;
    this.#snapshot = { items: [...this.#items], phase };
    for (const listener of this.#listeners) listener();
  }
}

/** Whether a person has to say something before it may be written. */
export function needsWord({
  taken,
  dropped,
}: {
  readonly taken: readonly unknown[];
  readonly dropped: readonly unknown[];
}): boolean {
  return taken.length > 0 || dropped.length > 0;
}

/** Servers before v1.22 cannot apply a list whose members leave a key to its default: a port without its protocol. */
function isTooOldToApply(answer: WriteAnswer): boolean {
  return !answer.ok && /omits key field/.test(answer.status?.message ?? '');
}

/** A namespace that is a moment old has no ServiceAccount yet, which its pods need. */
function lacksAccount(answer: WriteAnswer): boolean {
  return !answer.ok && /serviceaccount "[^"]*" not found/.test(answer.status?.message ?? '');
}

function isEstablished(crd: KubeObject | undefined): boolean {
  const { conditions } = (crd?.['status'] ?? {}) as { conditions?: unknown };
  return (
    Array.isArray(conditions) &&
    conditions.some(
      ({ type, status }: { type?: unknown; status?: unknown }) => type === 'Established' && status === 'True',
    )
  );
}
