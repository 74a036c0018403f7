import { type Problem, ProblemError } from '@quarterdeck/shared/problem';
import { problemOfError } from '../../api/api-fetch.ts';
import { whenPersonLeaves } from '../../api/when-person-leaves.ts';
import { safeText } from '../../ui/safe-text.ts';
import { download, type FilePlace, tooLarge, upload } from './file-api.ts';
import { nameOf } from './paths.ts';

export interface Transfer {
  readonly id: number;
  readonly place: FilePlace;
  readonly kind: 'download' | 'download-folder' | 'upload';
  readonly path: string;
  /** bytes in all; undefined: nobody knows */
  readonly size: number | undefined;
  readonly done: number;
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  readonly problem?: Problem;
}

interface Job {
  readonly controller: AbortController;
  readonly run: (signal: AbortSignal, onProgress: (bytes: number) => void) => Promise<void>;
  /** an upload, to be repeated */
  readonly again?: (overwrite: boolean) => void;
  readonly ended: (() => void) | undefined;
}

/** One session may run a dozen tools at once; directories want some of them. */
const MOST_AT_ONCE = 3;
const TELL_EVERY_MS = 100;

type SaveBlob = (name: string, blob: Blob) => void;

/** The uploads and downloads of this tab. They go on while the person looks at something else. */
export class Transfers {
  #list: readonly Transfer[] = [];
  readonly #jobs = new Map<number, Job>();
  readonly #listeners = new Set<() => void>();
  readonly #save: SaveBlob;
  #next = 1;
  #toldAt = 0;

  constructor(save: SaveBlob) {
    this.#save = save;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly current = (): readonly Transfer[] => this.#list;

  /** `limitBytes`: more is not downloaded; `size`: of a file, where it is known. */
  download(place: FilePlace, path: string, what: 'file' | 'folder', limitBytes: number, size?: number): void {
    const run: Job['run'] = async (signal, onProgress) => {
      if (size !== undefined && size > limitBytes) throw new ProblemError(tooLarge(place, path, limitBytes));
      const blob = await download(place, path, what, { limitBytes, signal, onProgress });
      this.#save(what === 'folder' ? `${nameOf(path)}.tar` : nameOf(path), blob);
    };
    const kind = what === 'folder' ? 'download-folder' : 'download';
    this.#add({ place, kind, path, size }, { run, controller: new AbortController(), ended: undefined });
  }

  /** `ended` is called when the file is in its place. */
  upload(
    place: FilePlace,
    path: string,
    file: Blob,
    options: { readonly overwrite: boolean; readonly parents: boolean },
    ended: () => void,
  ): void {
    const run: Job['run'] = (signal, onProgress) => upload(place, path, file, { ...options, signal, onProgress });
    const again = (overwrite: boolean) => this.upload(place, path, file, { ...options, overwrite }, ended);
    this.#add(
      { place, kind: 'upload', path, size: file.size },
      { run, again, controller: new AbortController(), ended },
    );
  }

  cancel(id: number): void {
    const transfer = this.#list.find((one) => one.id === id);
    if (transfer === undefined || !isOpen(transfer)) return;
    this.#change(id, { state: 'cancelled' });
    this.#jobs.get(id)?.controller.abort();
    this.#startNext();
  }

  /** Repeats an upload that failed. */
  repeat(id: number, overwrite: boolean): void {
    const again = this.#jobs.get(id)?.again;
    this.dismiss(id);
    again?.(overwrite);
  }

  dismiss(id: number): void {
    this.cancel(id);
    this.#jobs.delete(id);
    this.#list = this.#list.filter((one) => one.id !== id);
    this.#tell();
  }

  /** Ends and takes away what there is of a cluster. */
  forget(cluster: string): void {
    // those that wait first: none of them is to take the place of one that ends
    for (const { id, place } of this.#list.toReversed()) if (place.cluster === cluster) this.dismiss(id);
  }

  #add(transfer: Pick<Transfer, 'place' | 'kind' | 'path' | 'size'>, job: Job): void {
    const id = this.#next;
    this.#next += 1;
    this.#jobs.set(id, job);
    this.#list = [...this.#list, { ...transfer, id, done: 0, state: 'waiting' }];
    this.#tell();
    this.#startNext();
  }

  #startNext(): void {
    const running = this.#list.filter(({ state }) => state === 'running').length;
    const next = this.#list.find(({ state }) => state === 'waiting');
    const job = next && this.#jobs.get(next.id);
    if (running >= MOST_AT_ONCE || !next || !job) return;
    this.#change(next.id, { state: 'running' });
    const { controller, run, ended } = job;
    const onProgress = (done: number) => this.#change(next.id, { done }, true);
    run(controller.signal, onProgress)
      .then(
        () => {
          this.#change(next.id, { state: 'done', ...(next.size === undefined ? {} : { done: next.size }) });
          ended?.();
        },
        (error: unknown) => {
          if (!controller.signal.aborted) this.#change(next.id, { state: 'failed', problem: problemOfError(error) });
        },
      )
      .finally(() => this.#startNext());
    this.#startNext();
  }

  #change(id: number, change: Partial<Transfer>, isProgress = false): void {
    this.#list = this.#list.map((one) => (one.id === id && isOpen(one) ? { ...one, ...change } : one));
    // a fast line tells of every 64 kB
    if (isProgress && Date.now() - this.#toldAt < TELL_EVERY_MS) return;
    this.#tell();
  }

  #tell(): void {
    this.#toldAt = Date.now();
    for (const listener of this.#listeners) listener();
  }
}

/** Whether it may still change. */
export function isOpen({ state }: Transfer): boolean {
  return state === 'waiting' || state === 'running';
}

/** The name of a download without what file systems refuse or a shell could trip over. */
function saveBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = safeText(name).replace(/[\t\n<>:"/\\|?*]/g, '_');
  link.click();
  // the download has begun by then; the address would keep the bytes
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export const transfers = new Transfers(saveBlob);
whenPersonLeaves((cluster) => transfers.forget(cluster));
