/** What a paste would send to the shell. */
export interface Paste {
  /** without control characters: "ESC [ 201 ~" in a paste would end the shell's paste mode and run what follows */
  readonly text: string;
  readonly lines: number;
  /** it holds a line break: a shell may run it without a further key */
  readonly runs: boolean;
}

/** Text from the clipboard, which any page may have filled, made fit for a shell. */
export function readPaste(clipboard: string): Paste {
  const text = withoutControls(clipboard.replace(/\r\n?/g, '\n'));
  const parts = text.split('\n');
  // A line break at the end is no further line.
  return { text, lines: parts.at(-1) === '' ? Math.max(1, parts.length - 1) : parts.length, runs: parts.length > 1 };
}

function withoutControls(text: string): string {
  let clean = '';
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const control = (code < 0x20 && code !== 0x09 && code !== 0x0a) || (code >= 0x7f && code < 0xa0);
    if (!control) continue;
    clean += text.slice(from, at);
    from = at + 1;
  }
  return clean + text.slice(from);
}
