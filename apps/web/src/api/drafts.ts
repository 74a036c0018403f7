/**
 * What a person typed and has not written yet. It is kept in this browser, by cluster, object and person, so that it survives a
 * reload, an error, an expired session and the next sign-in; the oldest go first where there are too many or they are too large.
 *
 * A secret draft is kept in the memory of the page only: sessionStorage as well as localStorage ends up on the disk in clear
 * (browsers restore sessions from there). It survives navigation, errors and signing in again in place; against a reload the
 * editor asks the browser to warn, which it does for nothing else.
 */
export interface Draft {
  readonly text: string;
  /** the text that it was begun with, to compare with; left out where that would be too large to keep */
  readonly baseText?: string;
  /** resourceVersion of the object that it was begun with */
  readonly resourceVersion?: string;
  /** epoch milliseconds of the last key press */
  readonly at: number;
}

/** Whose draft of what. */
export interface DraftKey {
  readonly cluster: string;
  /** the person, as the API server names them: another one on this browser is not offered it */
  readonly user: string;
  /** what is edited: "apps/deployments/shop/web" */
  readonly object: string;
}

interface Store {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const PREFIX = 'quarterdeck.draft.';
const MOST = 20;
/** characters of all drafts together; browsers give some 5 million */
const MOST_CHARACTERS = 3_500_000;
const OLDEST_MS = 30 * 24 * 3600 * 1000;

/** The drafts of a browser. Storage that is full or forbidden costs the survival of a reload, not the draft. */
export class Drafts {
  readonly #store: () => Store | undefined;
  readonly #now: () => number;
  readonly #memory = new Map<string, Draft>();

  constructor(store: () => Store | undefined, now: () => number = Date.now) {
    this.#store = store;
    this.#now = now;
  }

  /** Keeps a draft in place of the one before. false: it will not survive a reload. */
  save(key: DraftKey, draft: Omit<Draft, 'at'>, secret: boolean): boolean {
    const name = nameOf(key);
    const whole = { ...draft, at: this.#now() };
    this.#memory.set(name, whole);
    const store = this.#store();
    if (store === undefined) return false;
    if (secret) {
      store.removeItem(name);
      return false;
    }
    const { baseText: _, ...alone } = whole;
    return write(store, name, whole) || write(store, name, alone);
  }

  /** The draft of an object; undefined where there is none. */
  find(key: DraftKey): Draft | undefined {
    const name = nameOf(key);
    const held = this.#memory.get(name) ?? read(this.#store()?.getItem(name) ?? null);
    return held === undefined || this.#now() - held.at > OLDEST_MS ? undefined : held;
  }

  discard(key: DraftKey): void {
    const name = nameOf(key);
    this.#memory.delete(name);
    this.#store()?.removeItem(name);
  }
}

function nameOf({ cluster, user, object }: DraftKey): string {
  return PREFIX + [cluster, user, object].map(encodeURIComponent).join('|');
}

function read(text: string | null): Draft | undefined {
  if (text === null) return undefined;
  try {
    const found: unknown = JSON.parse(text);
    if (typeof found !== 'object' || found === null) return undefined;
    const { text: typed, baseText, resourceVersion, at } = found as Record<string, unknown>;
    if (typeof typed !== 'string' || typeof at !== 'number') return undefined;
    return {
      text: typed,
      at,
      ...(typeof baseText === 'string' ? { baseText } : {}),
      ...(typeof resourceVersion === 'string' ? { resourceVersion } : {}),
    };
  } catch {
    return undefined;
  }
}

/** Writes where there is room, which the oldest make. */
function write(store: Store, name: string, draft: Draft): boolean {
  const text = JSON.stringify(draft);
  if (text.length > MOST_CHARACTERS) return false;
  const others = namesIn(store)
    .filter((other) => other !== name)
    .map((other) => ({ other, size: store.getItem(other)?.length ?? 0, at: read(store.getItem(other))?.at ?? 0 }))
    .sort((a, b) => b.at - a.at);
  let size = text.length;
  for (const [index, kept] of others.entries()) {
    size += kept.size;
    if (index >= MOST - 1 || size > MOST_CHARACTERS || draft.at - kept.at > OLDEST_MS) store.removeItem(kept.other);
  }
  for (;;) {
    try {
      store.setItem(name, text);
      return true;
    } catch {
      // full: other things live there as well
      const oldest = others.pop();
      if (oldest === undefined) return false;
      store.removeItem(oldest.other);
    }
  }
}

function namesIn(store: Store): string[] {
  return Array.from({ length: store.length }, (_, index) => store.key(index) ?? '').filter((name) =>
    name.startsWith(PREFIX),
  );
}

/** localStorage, where it may be used. */
function browserStore(): Store | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}

/** The drafts of this browser. */
export const drafts = new Drafts(browserStore);
