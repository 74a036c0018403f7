import '@xterm/xterm/css/xterm.css';
import { FitAddon } from '@xterm/addon-fit';
import type { SearchAddon } from '@xterm/addon-search';
import { Terminal } from '@xterm/xterm';
import { copyText } from '../../ui/copy-text.ts';
import { clipboardKey, type Platform } from './clipboard-keys.ts';
import { followLink } from './follow-link.ts';
import { type Paste, readPaste } from './paste-text.ts';
import type { TerminalScreen, TerminalSize } from './terminal-client.ts';
import { guardTerminal } from './terminal-guard.ts';
import { SEARCH_COLOURS, TERMINAL_THEMES } from './terminal-theme.ts';

export interface ScreenLook {
  readonly scheme: 'light' | 'dark';
  readonly fontSize: number;
  readonly screenReader: boolean;
}

export interface ScreenEvents {
  input(data: Uint8Array<ArrayBuffer>): void;
  resized(size: TerminalSize): void;
  /** the clipboard holds more than one line: the person decides */
  pasting(paste: Paste): void;
  /** the person asks to leave the terminal by keyboard */
  leave(): void;
  /** the person looks for something */
  search(): void;
  /** which of how many matches is shown; -1: they are too many to say */
  found(index: number, count: number): void;
  /** the keys go to this terminal now */
  focused(): void;
}

/** What is looked for. */
export interface Search {
  readonly text: string;
  readonly regex: boolean;
  readonly caseSensitive: boolean;
}

const REPLAY_QUIET_MS = 400;
const MAX_CELLS = 1000;

/** xterm as a screen: draws, measures, and turns keys and pastes into input. */
export class XtermScreen implements TerminalScreen {
  readonly #terminal: Terminal;
  readonly #fit = new FitAddon();
  #search: SearchAddon | undefined;
  #isDisposed = false;
  readonly #platform: Platform;
  #scheme: ScreenLook['scheme'];
  readonly #events: ScreenEvents;
  readonly #element: HTMLElement;
  readonly #observer: ResizeObserver;
  readonly #gapWords: () => string;
  #replaying = false;
  #replayTimer: ReturnType<typeof setTimeout> | undefined;
  #fitFrame = 0;
  /** before this, wide characters are measured as they were of old */
  readonly ready: Promise<void>;

  constructor(
    element: HTMLElement,
    look: ScreenLook,
    platform: Platform,
    label: string,
    gapWords: () => string,
    events: ScreenEvents,
  ) {
    this.#platform = platform;
    this.#scheme = look.scheme;
    this.#element = element;
    this.#events = events;
    this.#gapWords = gapWords;
    this.#terminal = new Terminal({
      theme: TERMINAL_THEMES[look.scheme],
      fontSize: look.fontSize,
      screenReaderMode: look.screenReader,
      fontFamily: 'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace',
      minimumContrastRatio: 4.5,
      scrollback: 5000,
      cursorBlink: false,
      rightClickSelectsWord: false,
      // widths of Unicode 11 and marks of a search: doors for this script, not for what a container prints
      allowProposedApi: true,
    });
    this.#terminal.loadAddon(this.#fit);
    guardTerminal(this.#terminal, () => this.#replaying);
    this.#terminal.open(element);
    this.#terminal.textarea?.addEventListener('focus', () => events.focused());
    this.#terminal.textarea?.setAttribute('aria-label', label);
    this.#terminal.attachCustomKeyEventHandler((event) => this.#key(event));
    this.#terminal.onData((text) => events.input(new TextEncoder().encode(text)));
    // Mouse reports of old protocols are bytes, not text.
    this.#terminal.onBinary((text) => events.input(Uint8Array.from(text, (character) => character.charCodeAt(0))));
    element.addEventListener('paste', this.#paste, { capture: true });
    this.#observer = new ResizeObserver(() => this.fitSoon());
    this.#observer.observe(element);
    this.fit();
    this.ready = this.#addExtras();
  }

  /** What is fetched while the element is drawn. */
  async #addExtras(): Promise<void> {
    const { addExtras } = await import('./screen-extras.ts');
    if (this.#isDisposed) return;
    const search = addExtras(this.#terminal, followLink);
    search.onDidChangeResults(({ resultIndex, resultCount }) => this.#events.found(resultIndex, resultCount));
    this.#search = search;
  }

  get size(): TerminalSize {
    return { cols: clamp(this.#terminal.cols), rows: clamp(this.#terminal.rows) };
  }

  /** The size to begin with: where the element is not in sight, the one that it had. */
  begun(before: TerminalSize | undefined): TerminalSize {
    if (before !== undefined && !this.#isInSight) this.#terminal.resize(before.cols, before.rows);
    return this.size;
  }

  get #isInSight(): boolean {
    return this.#element.clientWidth > 0 && this.#element.clientHeight > 0;
  }

  write(data: Uint8Array, drawn: () => void): void {
    this.#terminal.write(data, () => {
      if (this.#replaying) this.#replayEndsSoon();
      drawn();
    });
  }

  begin(replay: boolean): void {
    this.#terminal.reset();
    this.#replaying = replay;
    if (replay) this.#replayEndsSoon();
    // after a reload the person may be elsewhere
    else this.#terminal.focus();
  }

  setTty(tty: boolean): void {
    this.#terminal.options.convertEol = !tty;
  }

  /** Goes to the next match, or the one before. */
  find(search: Search, back: boolean): void {
    if (search.text === '') this.endSearch();
    else {
      const { text, ...options } = search;
      const how = { ...options, decorations: SEARCH_COLOURS[this.#scheme] };
      try {
        if (back) this.#search?.findPrevious(text, how);
        else this.#search?.findNext(text, how);
      } catch {
        // half a regular expression, while it is typed
        this.#events.found(-1, 0);
      }
    }
  }

  endSearch(): void {
    this.#search?.clearDecorations();
    this.#terminal.clearSelection();
    this.#events.found(-1, 0);
  }

  gap(): void {
    this.#terminal.write(`\r\n\x1b[2m${this.#gapWords()}\x1b[0m\r\n`);
  }

  setLook(look: ScreenLook): void {
    const { options } = this.#terminal;
    this.#scheme = look.scheme;
    options.theme = TERMINAL_THEMES[look.scheme];
    options.fontSize = look.fontSize;
    options.screenReaderMode = look.screenReader;
    this.fitSoon();
  }

  setInput(enabled: boolean): void {
    this.#terminal.options.disableStdin = !enabled;
  }

  focus(): void {
    this.#terminal.focus();
  }

  paste(text: string): void {
    this.#terminal.paste(text);
    this.#terminal.focus();
  }

  fitSoon(): void {
    cancelAnimationFrame(this.#fitFrame);
    this.#fitFrame = requestAnimationFrame(() => this.fit());
  }

  fit(): void {
    // An element that is not shown has no size to fit.
    if (!this.#isInSight) return;
    this.#fit.fit();
    this.#events.resized(this.size);
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#replayTimer);
    cancelAnimationFrame(this.#fitFrame);
    this.#observer.disconnect();
    this.#element.removeEventListener('paste', this.#paste, { capture: true });
    this.#terminal.dispose();
  }

  #replayEndsSoon(): void {
    clearTimeout(this.#replayTimer);
    this.#replayTimer = setTimeout(() => {
      this.#replaying = false;
    }, REPLAY_QUIET_MS);
  }

  readonly #paste = (event: ClipboardEvent) => {
    event.preventDefault();
    event.stopPropagation();
    const paste = readPaste(event.clipboardData?.getData('text/plain') ?? '');
    if (paste.runs) this.#events.pasting(paste);
    else if (paste.text !== '') this.#terminal.paste(paste.text);
  };

  /** False: not for the shell. */
  #key(event: KeyboardEvent): boolean {
    if (event.type !== 'keydown') return true;
    this.#replaying = false;
    const { key, ctrlKey, shiftKey } = event;
    if (ctrlKey && shiftKey && key === 'Enter') return this.#take(event, () => this.#events.leave());
    if (ctrlKey && shiftKey && key.toLowerCase() === 'f') return this.#take(event, () => this.#events.search());
    const does = clipboardKey(event, this.#platform, this.#terminal.hasSelection());
    // the browser pastes: a script may not read the clipboard
    if (does === 'paste') return false;
    return does === 'copy' ? this.#take(event, () => this.#copy(!shiftKey)) : true;
  }

  #take(event: KeyboardEvent, act: () => void): false {
    event.preventDefault();
    act();
    return false;
  }

  #copy(unselect: boolean): void {
    const selection = this.#terminal.getSelection();
    if (selection === '') return;
    // copying may move the focus for a moment
    void copyText(selection).finally(() => this.#terminal.focus());
    if (unselect) this.#terminal.clearSelection();
  }
}

function clamp(cells: number): number {
  return Math.min(MAX_CELLS, Math.max(1, cells));
}
