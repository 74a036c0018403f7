import '@xterm/xterm/css/xterm.css';
import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import { copyText } from '../../ui/copy-text.ts';
import { type Paste, readPaste } from './paste-text.ts';
import type { TerminalScreen, TerminalSize } from './terminal-client.ts';
import { TERMINAL_THEMES } from './terminal-theme.ts';

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
}

/** Sequences of the operating-system kind that a program may not use: title, icon, clipboard, links, notifications. */
const IGNORED_OSC = [0, 1, 2, 7, 8, 9, 52, 777];
/** Questions that a terminal answers by typing. An answer to an old question would be typed into today's shell. */
const ASKING_OSC = [4, 10, 11, 12];
const REPLAY_QUIET_MS = 400;
const MAX_CELLS = 1000;

/** xterm as a screen: draws, measures, and turns keys and pastes into input. */
export class XtermScreen implements TerminalScreen {
  readonly #terminal: Terminal;
  readonly #fit = new FitAddon();
  readonly #events: ScreenEvents;
  readonly #element: HTMLElement;
  readonly #observer: ResizeObserver;
  readonly #gapWords: () => string;
  #replaying = false;
  #replayTimer: ReturnType<typeof setTimeout> | undefined;
  #fitFrame = 0;

  constructor(element: HTMLElement, look: ScreenLook, label: string, gapWords: () => string, events: ScreenEvents) {
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
    });
    this.#terminal.loadAddon(this.#fit);
    this.#closeDoors();
    this.#terminal.open(element);
    this.#terminal.textarea?.setAttribute('aria-label', label);
    this.#terminal.attachCustomKeyEventHandler((event) => this.#key(event));
    this.#terminal.onData((text) => events.input(new TextEncoder().encode(text)));
    // Mouse reports of old protocols are bytes, not text.
    this.#terminal.onBinary((text) => events.input(Uint8Array.from(text, (character) => character.charCodeAt(0))));
    element.addEventListener('paste', this.#paste, { capture: true });
    this.#observer = new ResizeObserver(() => this.fitSoon());
    this.#observer.observe(element);
    this.fit();
  }

  get size(): TerminalSize {
    return { cols: clamp(this.#terminal.cols), rows: clamp(this.#terminal.rows) };
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
    this.#terminal.focus();
  }

  gap(): void {
    this.#terminal.write(`\r\n\x1b[2m${this.#gapWords()}\x1b[0m\r\n`);
  }

  setLook(look: ScreenLook): void {
    const { options } = this.#terminal;
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
    if (this.#element.clientWidth === 0 || this.#element.clientHeight === 0) return;
    this.#fit.fit();
    this.#events.resized(this.size);
  }

  dispose(): void {
    clearTimeout(this.#replayTimer);
    cancelAnimationFrame(this.#fitFrame);
    this.#observer.disconnect();
    this.#element.removeEventListener('paste', this.#paste, { capture: true });
    this.#terminal.dispose();
  }

  #closeDoors(): void {
    const { parser } = this.#terminal;
    for (const id of IGNORED_OSC) parser.registerOscHandler(id, () => true);
    for (const id of ASKING_OSC) parser.registerOscHandler(id, (data) => this.#replaying && data.includes('?'));
    // Device attributes and status reports; DECRQSS.
    for (const final of ['c', 'n'])
      for (const prefix of ['', '?', '>']) {
        const id = prefix === '' ? { final } : { prefix, final };
        parser.registerCsiHandler(id, () => this.#replaying);
      }
    parser.registerDcsHandler({ intermediates: '$', final: 'q' }, () => this.#replaying);
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
    const { key, ctrlKey, shiftKey, altKey, metaKey } = event;
    if (altKey || metaKey || !ctrlKey) return !(shiftKey && key === 'Insert');
    if (shiftKey && key === 'Enter') {
      event.preventDefault();
      this.#events.leave();
      return false;
    }
    const letter = key.toLowerCase();
    if (shiftKey && letter === 'v') return false; // the browser pastes
    const copies =
      (shiftKey && letter === 'c') || key === 'Insert' || (letter === 'c' && this.#terminal.hasSelection());
    if (!copies) return true;
    event.preventDefault();
    const selection = this.#terminal.getSelection();
    if (selection !== '') {
      // copying may move the focus for a moment
      void copyText(selection).finally(() => this.#terminal.focus());
      if (!shiftKey) this.#terminal.clearSelection();
    }
    return false;
  }
}

function clamp(cells: number): number {
  return Math.min(MAX_CELLS, Math.max(1, cells));
}
