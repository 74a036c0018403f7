/** A terminal that a feature or an action asks the dock for. Holds plain data only: the dock keeps it over a reload. */
export interface TerminalRequest {
  readonly cluster: string;
  readonly namespace: string;
  readonly pod: string;
  /** of the pod, where it is known: another pod of the same name is not the one that was meant */
  readonly podUid?: string;
  readonly container: string;
  /** argv; null: the first shell that the container has. Of mode "attach" always null. */
  readonly command: readonly string[] | null;
  /** "attach": to the container's own main process, which goes on when the terminal is closed */
  readonly mode: 'exec' | 'attach';
  /** of the pod, where its spec says it: which shells are worth a try */
  readonly os?: 'linux' | 'windows';
  /** the tab's name, until the person gives another */
  readonly title: string;
  /** one of the same container and command that the dock has already is shown in its place */
  readonly reuse?: boolean;
  /** the container was only just asked for: its start is waited for, and why it does not start is said */
  readonly waitForStart?: boolean;
  /** id of a throw-away thing of the BFF (throw-away/) that lives as long as this terminal's session */
  readonly throwAway?: string;
}

type Listener = () => void;

/** Requests wait here until the dock, which is loaded when it is first needed, takes them. */
class DockRequests {
  #waiting: readonly TerminalRequest[] = [];
  readonly #listeners = new Set<Listener>();

  readonly subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The same array as long as nothing has been added or taken. */
  readonly waiting = (): readonly TerminalRequest[] => this.#waiting;

  add(request: TerminalRequest): void {
    this.#set([...this.#waiting, request]);
  }

  /** For the dock: what waits, once. */
  take(): readonly TerminalRequest[] {
    const taken = this.#waiting;
    if (taken.length > 0) this.#set([]);
    return taken;
  }

  #set(waiting: readonly TerminalRequest[]): void {
    this.#waiting = waiting;
    for (const listener of [...this.#listeners]) listener();
  }
}

export const dockRequests = new DockRequests();

/** Opens a terminal in the dock at the bottom of the page, and moves the focus into it. */
export function openTerminal(request: TerminalRequest): void {
  dockRequests.add(request);
}
