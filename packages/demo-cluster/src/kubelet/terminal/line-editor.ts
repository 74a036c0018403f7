import type { TerminalSize } from '../process.ts';
import { cells, graphemes } from './char-width.ts';
import type { Key, KeyName } from './keys.ts';

/** How a line ended. */
export type LineResult =
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'interrupt' }
  | { readonly kind: 'end-of-input' };

export interface EditorOptions {
  readonly size: TerminalSize;
  readonly history: readonly string[];
  write(text: string): void;
}

/** readline's part of a terminal: one line with a cursor, history and kill ring, drawn over as many rows as it takes. */
export class LineEditor {
  readonly #options: EditorOptions;
  readonly #prompt: string;
  #buffer: string[] = [];
  #cursor = 0;
  #historyAt: number;
  #draft = '';
  /** row of the cursor below the prompt's first row, as last drawn */
  #row = 0;
  static #killed = '';

  constructor(options: EditorOptions, prompt: string) {
    this.#options = options;
    this.#prompt = prompt;
    this.#historyAt = options.history.length;
    options.write(prompt);
    this.#row = this.#position(0).row;
  }

  get text(): string {
    return this.#buffer.join('');
  }

  get beforeCursor(): string {
    return this.#buffer.slice(0, this.#cursor).join('');
  }

  /** Applies a key; a result ends the line. */
  key(key: Key): LineResult | undefined {
    if (key.kind === 'key') return this.#control(key.name);
    const text = key.kind === 'paste' ? key.text.replace(/\r\n?/g, '\n') : key.text;
    this.insert(text);
    return undefined;
  }

  insert(text: string): void {
    const isAtEnd = this.#cursor === this.#buffer.length;
    const before = this.beforeCursor;
    const after = this.#buffer.slice(this.#cursor).join('');
    const start = this.#position(this.#cursor);
    this.#buffer = graphemes(before + text + after);
    this.#cursor = graphemes(before + text).length;
    const end = this.#position(this.#cursor);
    // typing at the end needs no redraw, as long as the row is not left
    if (isAtEnd && start.row === end.row && !text.includes('\n')) this.#options.write(text);
    else this.draw();
  }

  /** Shows the whole line again, after the screen was cleared or something was printed. */
  redraw(): void {
    this.#row = 0;
    this.#options.write(this.#prompt);
    this.#row = this.#position(0).row;
    this.draw();
  }

  draw(): void {
    const up = this.#row > 0 ? `\x1b[${this.#row}A` : '';
    const end = this.#position(this.#buffer.length);
    const at = this.#position(this.#cursor);
    // a line that fills its last row leaves the cursor on it until something follows
    const wrap = end.column === 0 && end.row > 0 && !this.text.endsWith('\n') ? '\r\n' : '';
    const shown = this.#prompt + this.text.replaceAll('\n', '\r\n');
    const back = end.row > at.row ? `\x1b[${end.row - at.row}A` : '';
    const right = at.column > 0 ? `\x1b[${at.column}C` : '';
    this.#options.write(`${up}\r\x1b[J${shown}${wrap}${back}\r${right}`);
    this.#row = at.row;
  }

  #position(index: number): { row: number; column: number } {
    const cols = Math.max(this.#options.size.cols, 2);
    let row = 0;
    let column = 0;
    for (const one of [...graphemes(this.#prompt), ...this.#buffer.slice(0, index)]) {
      if (one === '\n') {
        row++;
        column = 0;
        continue;
      }
      const width = cells(one);
      if (column + width > cols) {
        row++;
        column = 0;
      }
      column += width;
    }
    return column >= cols ? { row: row + 1, column: 0 } : { row, column };
  }

  #move(to: number): undefined {
    const target = Math.min(Math.max(to, 0), this.#buffer.length);
    const [from, at] = [this.#position(this.#cursor), this.#position(target)];
    this.#cursor = target;
    if (from.row !== at.row) this.draw();
    else if (from.column > at.column) this.#options.write(`\x1b[${from.column - at.column}D`);
    else if (from.column < at.column) this.#options.write(`\x1b[${at.column - from.column}C`);
    return undefined;
  }

  #remove(from: number, to: number, keep: boolean): undefined {
    if (from >= to) return undefined;
    const removed = this.#buffer.slice(from, to).join('');
    if (keep) LineEditor.#killed = removed;
    const isSimple = to === this.#buffer.length && to - from === 1 && this.#cursor === to;
    const column = this.#position(to).column;
    this.#buffer.splice(from, to - from);
    this.#cursor = from;
    const width = cells(removed);
    if (isSimple && column >= width && column > 0) this.#options.write(`${'\b'.repeat(width)}\x1b[K`);
    else this.draw();
    return undefined;
  }

  #replace(text: string): undefined {
    this.#buffer = graphemes(text);
    this.#cursor = this.#buffer.length;
    this.draw();
    return undefined;
  }

  #wordLeft(): number {
    let at = this.#cursor;
    while (at > 0 && this.#buffer[at - 1] === ' ') at--;
    while (at > 0 && this.#buffer[at - 1] !== ' ') at--;
    return at;
  }

  #wordRight(): number {
    let at = this.#cursor;
    while (at < this.#buffer.length && this.#buffer[at] === ' ') at++;
    while (at < this.#buffer.length && this.#buffer[at] !== ' ') at++;
    return at;
  }

  #recall(step: number): undefined {
    const { history } = this.#options;
    const next = this.#historyAt + step;
    if (next < 0 || next > history.length) return undefined;
    if (this.#historyAt === history.length) this.#draft = this.text;
    this.#historyAt = next;
    return this.#replace(history[next] ?? this.#draft);
  }

  #control(name: KeyName): LineResult | undefined {
    switch (name) {
      case 'enter':
        this.#move(this.#buffer.length);
        this.#options.write('\r\n');
        return { kind: 'line', text: this.text };
      case 'interrupt':
        this.#move(this.#buffer.length);
        this.#options.write('^C\r\n');
        return { kind: 'interrupt' };
      case 'end-of-input':
        if (this.#buffer.length === 0) return { kind: 'end-of-input' };
        return this.#remove(this.#cursor, Math.min(this.#cursor + 1, this.#buffer.length), false);
      case 'backspace':
        return this.#remove(this.#cursor - 1 < 0 ? this.#cursor : this.#cursor - 1, this.#cursor, false);
      case 'delete':
        return this.#remove(this.#cursor, Math.min(this.#cursor + 1, this.#buffer.length), false);
      case 'left':
        return this.#move(this.#cursor - 1);
      case 'right':
        return this.#move(this.#cursor + 1);
      case 'home':
        return this.#move(0);
      case 'end':
        return this.#move(this.#buffer.length);
      case 'word-left':
        return this.#move(this.#wordLeft());
      case 'word-right':
        return this.#move(this.#wordRight());
      case 'up':
        return this.#recall(-1);
      case 'down':
        return this.#recall(1);
      case 'kill-to-end':
        return this.#remove(this.#cursor, this.#buffer.length, true);
      case 'kill-to-start':
        return this.#remove(0, this.#cursor, true);
      case 'kill-word':
        return this.#remove(this.#wordLeft(), this.#cursor, true);
      case 'kill-word-right':
        return this.#remove(this.#cursor, this.#wordRight(), true);
      case 'yank':
        this.insert(LineEditor.#killed);
        return undefined;
      case 'clear-screen':
        this.#options.write('\x1b[H\x1b[2J');
        this.redraw();
        return undefined;
      default:
        return undefined;
    }
  }
}
