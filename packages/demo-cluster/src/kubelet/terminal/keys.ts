/** A key press, or pasted text. */
export type Key =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'paste'; readonly text: string }
  | { readonly kind: 'key'; readonly name: KeyName };

export type KeyName =
  | 'enter'
  | 'tab'
  | 'backspace'
  | 'delete'
  | 'left'
  | 'right'
  | 'up'
  | 'down'
  | 'home'
  | 'end'
  | 'word-left'
  | 'word-right'
  | 'interrupt'
  | 'end-of-input'
  | 'clear-screen'
  | 'kill-to-end'
  | 'kill-to-start'
  | 'kill-word'
  | 'kill-word-right'
  | 'yank'
  | 'suspend'
  | 'quit'
  | 'none';

const CONTROLS: Readonly<Record<string, KeyName>> = {
  '\x01': 'home',
  '\x02': 'left',
  '\x03': 'interrupt',
  '\x04': 'end-of-input',
  '\x05': 'end',
  '\x06': 'right',
  '\b': 'backspace',
  '\t': 'tab',
  '\n': 'enter',
  '\v': 'kill-to-end',
  '\f': 'clear-screen',
  '\r': 'enter',
  '\x0e': 'down',
  '\x10': 'up',
  '\x15': 'kill-to-start',
  '\x17': 'kill-word',
  '\x19': 'yank',
  '\x1a': 'suspend',
  '\x1c': 'quit',
  '\x7f': 'backspace',
};

const SEQUENCES: Readonly<Record<string, KeyName>> = {
  '[A': 'up',
  '[B': 'down',
  '[C': 'right',
  '[D': 'left',
  '[H': 'home',
  '[F': 'end',
  OA: 'up',
  OB: 'down',
  OC: 'right',
  OD: 'left',
  OH: 'home',
  OF: 'end',
  '[1~': 'home',
  '[7~': 'home',
  '[4~': 'end',
  '[8~': 'end',
  '[3~': 'delete',
  '[1;5C': 'word-right',
  '[1;5D': 'word-left',
  '[1;3C': 'word-right',
  '[1;3D': 'word-left',
  b: 'word-left',
  f: 'word-right',
  d: 'kill-word-right',
  '\x7f': 'kill-word',
};

const PASTE_START = '\x1b[200~';
const PASTE_END = '\x1b[201~';
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with ESC
const SEQUENCE = /^\x1b(\[[0-9;?]*[A-Za-z~]|O[A-Za-z]|[^[O])/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: what is no control character is text
const TEXT = /^[^\x00-\x1f\x7f]+/;

/** Turns what a terminal sends into keys; sequences and pastes may come in pieces. */
export class KeyDecoder {
  readonly #decoder = new TextDecoder();
  #rest = '';

  decode(bytes: Uint8Array): Key[] {
    this.#rest += this.#decoder.decode(bytes, { stream: true });
    const keys: Key[] = [];
    while (this.#rest !== '') {
      const key = this.#next();
      if (!key) break;
      keys.push(key);
    }
    return keys;
  }

  #next(): Key | undefined {
    if (this.#rest.startsWith(PASTE_START)) {
      const end = this.#rest.indexOf(PASTE_END);
      if (end < 0) return undefined;
      const text = this.#rest.slice(PASTE_START.length, end);
      this.#rest = this.#rest.slice(end + PASTE_END.length);
      return { kind: 'paste', text };
    }
    const text = TEXT.exec(this.#rest)?.[0];
    if (text) {
      this.#rest = this.#rest.slice(text.length);
      return { kind: 'text', text };
    }
    if (this.#rest.startsWith('\x1b')) {
      const match = SEQUENCE.exec(this.#rest);
      if (!match) return undefined;
      this.#rest = this.#rest.slice(match[0].length);
      return { kind: 'key', name: SEQUENCES[match[1] ?? ''] ?? 'none' };
    }
    const char = this.#rest.charAt(0);
    // CR LF is one Enter
    this.#rest = this.#rest.slice(this.#rest.startsWith('\r\n') ? 2 : 1);
    return { kind: 'key', name: CONTROLS[char] ?? 'none' };
  }
}
