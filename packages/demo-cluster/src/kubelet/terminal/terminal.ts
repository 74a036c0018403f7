import { ByteQueue } from '../byte-queue.ts';
import { crlf, type Process, type RawKeys } from '../process.ts';
import { graphemes } from './char-width.ts';
import { type Key, KeyDecoder } from './keys.ts';
import { LineEditor, type LineResult } from './line-editor.ts';

const CONTROL_TEXT: Readonly<Record<string, string>> = { interrupt: '^C', quit: '^\\', suspend: '^Z' };

/**
 * The terminal of one session: edits lines while a shell waits for one, and is a plain line discipline (echo, Enter, Ctrl-C,
 * Ctrl-D) while a command runs. What is typed ahead waits for the next prompt.
 */
export class Terminal {
  readonly #process: Process;
  readonly #keys: Key[] = [];
  readonly history: string[] = [];
  #isClosed = false;
  #editor: { editor: LineEditor; finish: (result: LineResult) => void; complete: Completer } | undefined;
  #running: { input: ByteQueue; interrupt: () => void } | undefined;
  #cooked = '';
  #raw: ByteQueue | undefined;
  /** What a program that draws the whole screen takes its input from. */
  readonly keys: RawKeys = {
    take: () => {
      const raw = new ByteQueue();
      if (this.#isClosed) raw.close();
      this.#raw = raw;
      return raw;
    },
    give: () => {
      this.#raw?.close();
      this.#raw = undefined;
    },
  };

  constructor(process: Process) {
    this.#process = process;
    void this.#read();
  }

  /** A promise means that the writer should wait for it before it goes on. */
  write(bytes: Uint8Array | string): Promise<void> | undefined {
    return this.#process.io.out(crlf(bytes));
  }

  /** Reads one line with editing. */
  readLine(prompt: string, complete: Completer): Promise<LineResult> {
    return new Promise((resolve) => {
      const size = this.#process.tty ?? { cols: 80, rows: 24 };
      const editor = new LineEditor(
        { size, history: this.history, write: (text) => void this.#process.io.out(text) },
        prompt,
      );
      const finish = (result: LineResult) => {
        this.#editor = undefined;
        resolve(result);
      };
      this.#editor = { editor, finish, complete };
      if (this.#isClosed) finish({ kind: 'end-of-input' });
      else this.#dispatch();
    });
  }

  /** Lends the terminal to a command: its stdin, and what Ctrl-C does. */
  async lend<T>(interrupt: () => void, run: (stdin: ByteQueue) => Promise<T>): Promise<T> {
    const outer = this.#running;
    const input = new ByteQueue();
    if (this.#isClosed) input.close();
    this.#running = { input, interrupt };
    this.#cooked = '';
    this.#dispatch();
    try {
      return await run(input);
    } finally {
      this.#running = outer;
    }
  }

  async #read(): Promise<void> {
    const decoder = new KeyDecoder();
    try {
      for await (const chunk of this.#process.io.stdin) {
        if (this.#raw) {
          void this.#raw.push(chunk);
          continue;
        }
        this.#keys.push(...decoder.decode(chunk));
        this.#dispatch();
      }
    } finally {
      this.#isClosed = true;
      this.#running?.input.close();
      this.#raw?.close();
      this.#editor?.finish({ kind: 'end-of-input' });
    }
  }

  #dispatch(): void {
    while (this.#keys.length > 0 && (this.#editor || this.#running)) {
      const key = this.#keys.shift();
      if (!key) return;
      if (this.#editor) this.#edit(key);
      else this.#pass(key);
    }
  }

  #edit(key: Key): void {
    const current = this.#editor;
    if (!current) return;
    if (key.kind === 'key' && key.name === 'tab') {
      void this.#complete(current);
      return;
    }
    const result = current.editor.key(key);
    if (result) current.finish(result);
  }

  async #complete({ editor, complete }: { editor: LineEditor; complete: Completer }): Promise<void> {
    const before = editor.beforeCursor;
    const { prefix, candidates } = await complete(before);
    // keys may have come meanwhile
    if (this.#editor?.editor !== editor || editor.beforeCursor !== before || candidates.length === 0) return;
    const common = candidates.reduce((left, right) => {
      let end = 0;
      while (end < left.length && left.charAt(end) === right.charAt(end)) end++;
      return left.slice(0, end);
    });
    const added = common.slice(prefix.length);
    if (added !== '') editor.insert(candidates.length === 1 && !common.endsWith('/') ? `${added} ` : added);
    else if (candidates.length > 1) {
      void this.write(`\r\n${candidates.slice(0, 100).join('  ')}\r\n`);
      editor.redraw();
    }
  }

  #pass(key: Key): void {
    const running = this.#running;
    if (!running) return;
    if (key.kind !== 'key') {
      const text = key.text.replace(/\r\n?/g, '\n');
      this.#cooked += text;
      void this.write(text);
      if (text.includes('\n')) this.#flush(running.input);
      return;
    }
    switch (key.name) {
      case 'enter':
        this.#cooked += '\n';
        void this.write('\n');
        this.#flush(running.input);
        return;
      case 'backspace': {
        const kept = graphemes(this.#cooked).slice(0, -1).join('');
        if (kept.length < this.#cooked.length) void this.write('\b \b');
        this.#cooked = kept;
        return;
      }
      case 'end-of-input':
        if (this.#cooked === '') running.input.close();
        this.#flush(running.input);
        return;
      case 'interrupt':
      case 'quit':
      case 'suspend':
        void this.write(CONTROL_TEXT[key.name] ?? '');
        if (key.name !== 'suspend') running.interrupt();
        return;
      default:
        return;
    }
  }

  #flush(input: ByteQueue): void {
    void input.push(new TextEncoder().encode(this.#cooked));
    this.#cooked = '';
  }
}

/** What could follow the text before the cursor; `prefix` is the part that the candidates begin with. */
export type Completer = (before: string) => Promise<{ prefix: string; candidates: readonly string[] }>;
