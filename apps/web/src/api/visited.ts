import { recall, remember } from './browser-memory.ts';

/** A list or an object's page, as a person remembers it. */
export interface Visited {
  /** of this app, within the cluster; of a list with its filters */
  readonly path: string;
  /** "Pods", or an object's name */
  readonly name: string;
  /** "Pod"; "" for a list */
  readonly kind: string;
  /** "team-a", "_all"; "" where the page has no namespace */
  readonly where: string;
}

export interface VisitedLists {
  readonly favourites: readonly Visited[];
  /** the newest first */
  readonly recent: readonly Visited[];
}

const MAX = { favourites: 50, recent: 20 } as const;
/** A path with a selector may be long; beyond this it is not worth keeping. */
const MAX_TEXT = 2000;

type ListName = keyof VisitedLists;

/**
 * Favourites and what was opened last, per cluster, in this browser. Names and addresses only: what is behind them is asked for
 * when it is opened, and may be gone by then.
 */
class VisitedStore {
  readonly #lists = new Map<string, VisitedLists>();
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get(cluster: string): VisitedLists {
    const known = this.#lists.get(cluster);
    if (known !== undefined) return known;
    const lists = { favourites: read(cluster, 'favourites'), recent: read(cluster, 'recent') };
    this.#lists.set(cluster, lists);
    return lists;
  }

  isFavourite(cluster: string, path: string): boolean {
    return this.get(cluster).favourites.some((entry) => entry.path === path);
  }

  /** Adds to the favourites, or takes off. */
  star(cluster: string, entry: Visited, on: boolean): void {
    const others = this.get(cluster).favourites.filter(({ path }) => path !== entry.path);
    this.#set(cluster, 'favourites', on ? [...others, entry] : others);
  }

  /** Notes that a page was opened; twice in a row, or again later, it stands once. */
  opened(cluster: string, entry: Visited): void {
    const { recent } = this.get(cluster);
    if (recent[0]?.path === entry.path) return;
    this.#set(cluster, 'recent', [entry, ...recent.filter(({ path }) => path !== entry.path)]);
  }

  forgetRecent(cluster: string): void {
    this.#set(cluster, 'recent', []);
  }

  /** Another tab has written: what is known here is old. */
  reload(): void {
    this.#lists.clear();
    this.#tell();
  }

  #set(cluster: string, list: ListName, entries: readonly Visited[]): void {
    const fitting = entries.filter((entry) => isVisited(entry, cluster));
    // of the favourites the oldest go first, and they stand first
    const kept = list === 'recent' ? fitting.slice(0, MAX.recent) : fitting.slice(-MAX.favourites);
    remember(`${list}.${cluster}`, JSON.stringify(kept));
    this.#lists.set(cluster, { ...this.get(cluster), [list]: kept });
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

export const visited = new VisitedStore();

function read(cluster: string, list: ListName): readonly Visited[] {
  try {
    const stored: unknown = JSON.parse(recall(`${list}.${cluster}`) ?? '[]');
    return Array.isArray(stored) ? stored.filter((entry) => isVisited(entry, cluster)).slice(0, MAX[list]) : [];
  } catch {
    return [];
  }
}

/** Whether something is an entry whose address stays within the cluster: what a browser has stored is not to be trusted blindly. */
function isVisited(entry: unknown, cluster: string): entry is Visited {
  if (typeof entry !== 'object' || entry === null) return false;
  const { path, name, kind, where } = entry as Partial<Record<keyof Visited, unknown>>;
  const texts = [path, name, kind, where].every((text) => typeof text === 'string' && text.length <= MAX_TEXT);
  return texts && String(path).startsWith(`/clusters/${encodeURIComponent(cluster)}/`);
}
