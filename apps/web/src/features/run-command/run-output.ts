/** Output of one stream of a command, as it came. */
export class RunOutput {
  readonly #chunks: Uint8Array[] = [];
  #length = 0;
  #text: string | undefined;

  get length(): number {
    return this.#length;
  }

  /** The chunks, for a file. */
  get chunks(): readonly Uint8Array<ArrayBuffer>[] {
    return this.#chunks.map((chunk) => new Uint8Array(chunk));
  }

  add(bytes: Uint8Array): void {
    this.#chunks.push(bytes);
    this.#length += bytes.length;
    this.#text = undefined;
  }

  /** UTF-8, whatever the chunks cut through; what is none of it becomes U+FFFD. */
  get text(): string {
    if (this.#text === undefined) {
      const decoder = new TextDecoder();
      this.#text = this.#chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join('') + decoder.decode();
    }
    return this.#text;
  }

  /** Not for reading: bytes that no text has. */
  get isBinary(): boolean {
    return this.text.slice(0, 8000).includes('\0');
  }
}

const ESC = String.fromCharCode(27);
const BEL = String.fromCharCode(7);
/** Signs of a terminal (colours, cursor movements, titles), which mean nothing in a page. */
const ESCAPES = new RegExp(`${ESC}(?:\\[[0-?]*[ -/]*[@-~]|\\][^${BEL}${ESC}]*(?:${BEL}|${ESC}\\\\)|[@-Z\\\\-_])`, 'g');

export interface ShownOutput {
  readonly text: string;
  /** lines that the filter left out */
  readonly hidden: number;
  /** characters at the beginning that are not shown: a page is not made for millions */
  readonly cut: number;
}

const MAX_SHOWN = 200_000;

/** What is shown of an output: without a terminal's signs, only the lines that hold the filter, and the end of what is too long. */
export function showOutput(text: string, filter: string): ShownOutput {
  const plain = text.replaceAll(ESCAPES, '').replaceAll('\r\n', '\n');
  const wanted = filter.trim().toLowerCase();
  const lines = wanted === '' ? undefined : plain.replace(/\n$/, '').split('\n');
  const kept = lines?.filter((line) => line.toLowerCase().includes(wanted));
  const shown = kept === undefined ? plain : kept.join('\n');
  const cut = Math.max(0, shown.length - MAX_SHOWN);
  return { text: shown.slice(cut), hidden: (lines?.length ?? 0) - (kept?.length ?? 0), cut };
}
