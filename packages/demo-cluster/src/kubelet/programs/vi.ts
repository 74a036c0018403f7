import type { Process, Program, TerminalSize } from '../process.ts';
import { resolvePath } from '../shell/shell-state.ts';
import { fail } from './command-line.ts';

const ESCAPE = '\x1b';
const ARROWS: Readonly<Record<string, string>> = { A: 'k', B: 'j', C: 'l', D: 'h' };

/** vi as busybox has it, as much of it as is needed to change a file: moving, inserting, deleting, and the commands w, q, wq and x. */
export const vi: Program = async (process) => {
  const { tty, keys, sandbox, cwd } = process;
  const name = process.argv.slice(1).find((arg) => !arg.startsWith('-') && !arg.startsWith('+')) ?? '';
  if (tty === undefined || keys === undefined) return fail(process, "vi: can't read user input");
  const path = name === '' ? '' : resolvePath(cwd, name);
  const kind = path === '' ? undefined : await sandbox.exists(path);
  const text = kind === 'file' ? Buffer.from(await sandbox.readFile(path)).toString() : '';
  const editor = new Editor(process, tty, name, text);
  editor.draw();
  try {
    for await (const chunk of keys.take())
      for (const key of keysIn(Buffer.from(chunk).toString())) {
        const outcome = editor.press(key);
        if (outcome === undefined) continue;
        if (outcome.write && path !== '') await sandbox.writeFile(path, editor.text, false);
        if (outcome.quit) return 0;
      }
    return 1;
  } finally {
    keys.give();
    await process.io.out(`\x1b[${tty.rows};1H\x1b[K`);
  }
};

interface Outcome {
  readonly write?: boolean;
  readonly quit?: boolean;
}

/** Single presses; an arrow is one. */
function keysIn(text: string): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with ESC
  return text.match(/\x1b[[O][A-D]|[\s\S]/gu) ?? [];
}

class Editor {
  readonly #process: Process;
  readonly #size: TerminalSize;
  readonly #name: string;
  #lines: string[];
  #row = 0;
  #column = 0;
  #top = 0;
  #mode: 'normal' | 'insert' | 'command' = 'normal';
  #command = '';
  /** the first of two keys: d, g, Z */
  #pending = '';
  #changed = false;
  #message: string;

  constructor(process: Process, size: TerminalSize, name: string, text: string) {
    this.#process = process;
    this.#size = size;
    this.#name = name;
    this.#lines = text.replace(/\n$/, '').split('\n');
    this.#message = text === '' ? `- ${name || 'No file'} 1/1 100%` : `- ${name} 1/${this.#lines.length}`;
  }

  get text(): string {
    return `${this.#lines.join('\n')}\n`;
  }

  press(key: string): Outcome | undefined {
    const outcome =
      this.#mode === 'insert' ? this.#insert(key) : this.#mode === 'command' ? this.#typeCommand(key) : this.#act(key);
    this.#row = clamp(this.#row, this.#lines.length - 1);
    this.#column = clamp(this.#column, this.#line.length - (this.#mode === 'insert' ? 0 : 1));
    if (!outcome?.quit) this.draw();
    return outcome;
  }

  draw(): void {
    const { rows, cols } = this.#size;
    const shown = rows - 1;
    this.#top = Math.min(this.#top, this.#row);
    this.#top = Math.max(this.#top, this.#row - shown + 1);
    let screen = '\x1b[H';
    for (let at = this.#top; at < this.#top + shown; at += 1)
      screen += `\x1b[K${(this.#lines[at] ?? '~').slice(0, cols)}\r\n`;
    const status =
      this.#mode === 'command' ? `:${this.#command}` : this.#mode === 'insert' ? `I ${this.#name}` : this.#message;
    const [row, column] =
      this.#mode === 'command' ? [rows, this.#command.length + 2] : [this.#row - this.#top + 1, this.#column + 1];
    void this.#process.io.out(`${screen}\x1b[K${status.slice(0, cols)}\x1b[${row};${column}H`);
  }

  get #line(): string {
    return this.#lines[this.#row] ?? '';
  }

  set #line(text: string) {
    this.#lines[this.#row] = text;
    this.#changed = true;
  }

  #insert(key: string): undefined {
    const before = this.#line.slice(0, this.#column);
    const after = this.#line.slice(this.#column);
    if (key === ESCAPE) {
      this.#mode = 'normal';
      this.#column -= 1;
    } else if (key === '\r' || key === '\n') {
      this.#lines.splice(this.#row, 1, before, after);
      this.#changed = true;
      this.#row += 1;
      this.#column = 0;
    } else if (key === '\x7f' || key === '\b') {
      if (before !== '') {
        this.#line = before.slice(0, -1) + after;
        this.#column -= 1;
      }
    } else if (key.startsWith(ESCAPE)) this.#move(ARROWS[key.at(-1) ?? ''] ?? '');
    else if (key >= ' ' || key === '\t') {
      this.#line = before + key + after;
      this.#column += key.length;
    }
    return undefined;
  }

  #typeCommand(key: string): Outcome | undefined {
    if (key === ESCAPE) this.#mode = 'normal';
    else if (key === '\x7f' || key === '\b') this.#command = this.#command.slice(0, -1);
    else if (key === '\r' || key === '\n') {
      this.#mode = 'normal';
      return this.#run(this.#command.trim());
    } else this.#command += key;
    return undefined;
  }

  #run(command: string): Outcome | undefined {
    if (/^\d+$/.test(command)) {
      this.#row = Number(command) - 1;
      return undefined;
    }
    if (command === 'q' && this.#changed) {
      this.#message = 'No write since last change (:q! overrides)';
      return undefined;
    }
    if (command === 'w') {
      this.#changed = false;
      this.#message = `'${this.#name}' ${this.#lines.length}L, ${this.text.length}C`;
      return { write: true };
    }
    if (command === 'wq' || command === 'x') return { write: true, quit: true };
    if (command === 'q' || command === 'q!') return { quit: true };
    this.#message = `'${command}' is not implemented`;
    return undefined;
  }

  #act(key: string): Outcome | undefined {
    const both = this.#pending + key;
    this.#pending = '';
    if (both === 'ZZ') return { write: true, quit: true };
    if (both === 'gg') this.#row = 0;
    else if (both === 'dd') {
      this.#lines.splice(this.#row, 1);
      if (this.#lines.length === 0) this.#lines = [''];
      this.#changed = true;
    } else if (both === 'Z' || both === 'g' || both === 'd') this.#pending = both;
    else if (key === ':') {
      this.#mode = 'command';
      this.#command = '';
    } else if ('iaoAOI'.includes(key)) this.#startInsert(key);
    else if (key === 'x') this.#line = this.#line.slice(0, this.#column) + this.#line.slice(this.#column + 1);
    else this.#move(key.startsWith(ESCAPE) ? (ARROWS[key.at(-1) ?? ''] ?? '') : key);
    return undefined;
  }

  #startInsert(key: string): void {
    this.#mode = 'insert';
    if (key === 'a') this.#column += 1;
    else if (key === 'A') this.#column = this.#line.length;
    else if (key === 'I') this.#column = 0;
    else if (key === 'o' || key === 'O') {
      if (key === 'o') this.#row += 1;
      this.#lines.splice(this.#row, 0, '');
      this.#column = 0;
      this.#changed = true;
    }
  }

  #move(key: string): void {
    if (key === 'h') this.#column -= 1;
    else if (key === 'l') this.#column += 1;
    else if (key === 'j') this.#row += 1;
    else if (key === 'k') this.#row -= 1;
    else if (key === '0') this.#column = 0;
    else if (key === '$') this.#column = this.#line.length;
    else if (key === 'G') this.#row = this.#lines.length - 1;
  }
}

function clamp(at: number, last: number): number {
  return Math.max(0, Math.min(at, last));
}
