import type { TerminalRequest } from './dock-requests.ts';

/** A terminal of the dock. */
export interface DockTerminal {
  readonly id: string;
  readonly request: TerminalRequest;
  /** the name that a person gave; "" for none */
  readonly name: string;
  /** session of the BFF; undefined: none has been opened, or it has ended */
  readonly session?: string | undefined;
  /** as it was last seen */
  readonly size?: { readonly cols: number; readonly rows: number };
}

/** A tab: one terminal, or several side by side. */
export interface DockTab {
  readonly id: string;
  readonly terminals: readonly DockTerminal[];
}

export interface DockState {
  readonly tabs: readonly DockTab[];
  /** id of the tab that is shown */
  readonly active: string;
  /** id of the terminal that keys go to */
  readonly focused: string;
  readonly size: 'open' | 'folded' | 'maximised';
}

const EMPTY: DockState = { tabs: [], active: '', focused: '', size: 'open' };
/** More are not readable side by side. */
export const MOST_BESIDE = 4;
const MOST_KEPT = 60;
const KEY = 'quarterdeck.dock';

/** Where a browser tab keeps its dock over a reload: names and session ids, never a credential. */
export interface DockMemory {
  read(): string | null;
  write(text: string): void;
}

const tabMemory: DockMemory = {
  read: () => attempt(() => sessionStorage.getItem(KEY)) ?? null,
  write: (text) => attempt(() => sessionStorage.setItem(KEY, text)),
};

/** The tabs of the dock, their terminals and its size. Draws nothing, connects to nothing. */
export class DockStore {
  readonly #memory: DockMemory;
  readonly #listeners = new Set<() => void>();
  #state: DockState;
  #last = 0;

  constructor(memory: DockMemory = tabMemory) {
    this.#memory = memory;
    this.#state = readState(memory.read());
    for (const { id, terminals } of this.#state.tabs)
      for (const each of [id, ...terminals.map((terminal) => terminal.id)])
        this.#last = Math.max(this.#last, Number(each.slice(1)) || 0);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): DockState => this.#state;

  /** Opens a terminal in a tab of its own; `session`: one that runs already. Returns its id. */
  open(request: TerminalRequest, session?: string): string {
    const terminal = this.#terminal(request, session);
    const tab = { id: this.#id('t'), terminals: [terminal] };
    this.#set({
      ...this.#state,
      tabs: [...this.#state.tabs, tab],
      active: tab.id,
      focused: terminal.id,
      size: this.#state.size === 'folded' ? 'open' : this.#state.size,
    });
    return terminal.id;
  }

  /** Does what was asked for: opens a terminal, or shows one that is there. */
  take({ reuse, ...request }: TerminalRequest): void {
    const same = reuse ? this.find(request) : undefined;
    if (same === undefined) this.open(request);
    else this.focus(same.id);
  }

  /** A terminal in the same container, with the same command; of another pod of that name only when none is known. */
  find({ cluster, namespace, pod, podUid, container, mode, command }: TerminalRequest): DockTerminal | undefined {
    const wanted = JSON.stringify([cluster, namespace, pod, podUid, container, mode, command]);
    return this.#state.tabs
      .flatMap(({ terminals }) => terminals)
      .find(({ request: its }) => {
        const { cluster: c, namespace: n, pod: p, podUid: u, container: k, mode: m, command: a } = its;
        return JSON.stringify([c, n, p, u, k, m, a]) === wanted;
      });
  }

  /** Opens another terminal of the same kind beside one. */
  split(id: string): void {
    const tab = this.tabOf(id);
    const terminal = this.terminal(id);
    if (tab === undefined || terminal === undefined || tab.terminals.length >= MOST_BESIDE) return;
    const { throwAway: _ended, waitForStart: _started, ...request } = terminal.request;
    const beside = this.#terminal(request);
    const terminals = tab.terminals.flatMap((each) => (each.id === id ? [each, beside] : [each]));
    this.#setTab({ ...tab, terminals }, { focused: beside.id });
  }

  /** Gives a terminal that stands beside others a tab of its own. */
  part(id: string): void {
    const tab = this.tabOf(id);
    const terminal = tab?.terminals.find((each) => each.id === id);
    if (tab === undefined || terminal === undefined || tab.terminals.length < 2) return;
    const own = { id: this.#id('t'), terminals: [terminal] };
    const rest = { ...tab, terminals: tab.terminals.filter((each) => each.id !== id) };
    const tabs = this.#state.tabs.flatMap((each) => (each.id === tab.id ? [rest, own] : [each]));
    this.#set({ ...this.#state, tabs, active: own.id, focused: id });
  }

  /** Puts the terminals of a tab beside those of the one before it. */
  join(tabId: string): void {
    const at = this.#state.tabs.findIndex(({ id }) => id === tabId);
    const tab = this.#state.tabs[at];
    const before = this.#state.tabs[at - 1];
    if (tab === undefined || before === undefined) return;
    if (before.terminals.length + tab.terminals.length > MOST_BESIDE) return;
    const joined = { ...before, terminals: [...before.terminals, ...tab.terminals] };
    const tabs = this.#state.tabs
      .filter(({ id }) => id !== tabId)
      .map((each) => (each.id === before.id ? joined : each));
    this.#set({ ...this.#state, tabs, active: before.id, focused: tab.terminals[0]?.id ?? this.#state.focused });
  }

  /** Takes terminals away. Who shows them ends their sessions. */
  close(ids: readonly string[]): void {
    const gone = new Set(ids);
    const at = this.#state.tabs.findIndex(({ id }) => id === this.#state.active);
    const tabs = this.#state.tabs
      .map((tab) => ({ ...tab, terminals: tab.terminals.filter(({ id }) => !gone.has(id)) }))
      .filter(({ terminals }) => terminals.length > 0);
    const active = tabs.find(({ id }) => id === this.#state.active) ?? tabs[Math.min(Math.max(at, 0), tabs.length - 1)];
    const stays = active?.terminals.some(({ id }) => id === this.#state.focused);
    const focused = stays ? this.#state.focused : (active?.terminals[0]?.id ?? '');
    this.#set({
      tabs,
      active: active?.id ?? '',
      focused,
      size: tabs.length === 0 ? 'open' : this.#state.size,
    });
  }

  /** Shows a tab. */
  show(tabId: string): void {
    const tab = this.#state.tabs.find(({ id }) => id === tabId);
    if (tab === undefined) return;
    const stays = tab.terminals.some(({ id }) => id === this.#state.focused);
    const focused = stays ? this.#state.focused : (tab.terminals[0]?.id ?? '');
    const size = this.#state.size === 'folded' ? 'open' : this.#state.size;
    this.#set({ ...this.#state, active: tabId, focused, size });
  }

  /** Shows the terminal's tab, with the keys going to it. */
  focus(id: string): void {
    const tab = this.tabOf(id);
    if (tab === undefined) return;
    this.show(tab.id);
    if (this.#state.focused !== id) this.#set({ ...this.#state, focused: id });
  }

  resize(size: DockState['size']): void {
    this.#set({ ...this.#state, size });
  }

  rename(id: string, name: string): void {
    this.#change(id, (terminal) => ({ ...terminal, name: name.trim().slice(0, 60) }));
  }

  /** Notes under which session a terminal runs. */
  setSession(id: string, session: string | undefined): void {
    this.#change(id, (terminal) => (terminal.session === session ? terminal : { ...terminal, session }));
  }

  /** Notes which pod of its name a terminal is opened in from now on. */
  setPod(id: string, podUid: string): void {
    this.#change(id, (terminal) => ({ ...terminal, request: { ...terminal.request, podUid } }));
  }

  setSize(id: string, size: { readonly cols: number; readonly rows: number }): void {
    this.#change(id, (terminal) => ({ ...terminal, size }));
  }

  terminal(id: string): DockTerminal | undefined {
    return this.tabOf(id)?.terminals.find((terminal) => terminal.id === id);
  }

  tabOf(id: string): DockTab | undefined {
    return this.#state.tabs.find(({ terminals }) => terminals.some((terminal) => terminal.id === id));
  }

  #terminal(request: TerminalRequest, session?: string): DockTerminal {
    return { id: this.#id('s'), request, name: '', ...(session === undefined ? {} : { session }) };
  }

  #id(kind: 't' | 's'): string {
    this.#last += 1;
    return `${kind}${this.#last}`;
  }

  #change(id: string, change: (terminal: DockTerminal) => DockTerminal): void {
    const tab = this.tabOf(id);
    if (tab === undefined) return;
    const terminals = tab.terminals.map((terminal) => (terminal.id === id ? change(terminal) : terminal));
    if (terminals.every((terminal, at) => terminal === tab.terminals[at])) return;
    this.#setTab({ ...tab, terminals }, {});
  }

  #setTab(tab: DockTab, more: Partial<DockState>): void {
    const tabs = this.#state.tabs.map((each) => (each.id === tab.id ? tab : each));
    this.#set({ ...this.#state, tabs, ...more });
  }

  #set(state: DockState): void {
    this.#state = state;
    this.#memory.write(state.tabs.length === 0 ? '' : JSON.stringify(state));
    for (const listener of [...this.#listeners]) listener();
  }
}

/** The dock of this browser tab. */
export const dockStore = new DockStore();

function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined; // storage is forbidden: a reload starts anew
  }
}

function readState(text: string | null): DockState {
  if (text === null || text === '') return EMPTY;
  try {
    const value = JSON.parse(text) as Partial<DockState> | null;
    const tabs = (Array.isArray(value?.tabs) ? value.tabs : []).filter(isTab).slice(0, MOST_KEPT);
    const active = tabs.find(({ id }) => id === value?.active) ?? tabs[0];
    if (active === undefined) return EMPTY;
    const size = value?.size === 'folded' || value?.size === 'maximised' ? value.size : 'open';
    return { tabs, active: active.id, focused: active.terminals[0]?.id ?? '', size };
  } catch {
    return EMPTY;
  }
}

/** What a browser has stored is not to be trusted blindly. */
function isTab(value: unknown): value is DockTab {
  if (typeof value !== 'object' || value === null) return false;
  const { id, terminals } = value as Partial<Record<keyof DockTab, unknown>>;
  return typeof id === 'string' && Array.isArray(terminals) && terminals.length > 0 && terminals.every(isTerminal);
}

function isTerminal(value: unknown): value is DockTerminal {
  if (typeof value !== 'object' || value === null) return false;
  const { id, request, name, session, size } = value as Partial<Record<keyof DockTerminal, unknown>>;
  if (typeof id !== 'string' || typeof name !== 'string' || typeof request !== 'object' || request === null)
    return false;
  if (session !== undefined && typeof session !== 'string') return false;
  if (size !== undefined && !isSize(size)) return false;
  const { cluster, namespace, pod, container, title, mode, command } = request as Partial<
    Record<keyof TerminalRequest, unknown>
  >;
  return (
    [cluster, namespace, pod, container, title].every((each) => typeof each === 'string') &&
    (mode === 'exec' || mode === 'attach') &&
    (command === null || (Array.isArray(command) && command.every((each) => typeof each === 'string')))
  );
}

function isSize(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { cols, rows } = value as { cols?: unknown; rows?: unknown };
  return [cols, rows].every(
    (cells) => typeof cells === 'number' && Number.isInteger(cells) && cells > 0 && cells <= 1000,
  );
}
