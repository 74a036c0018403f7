/**
 * Styles of a log line. A line is hostile text: of all escape sequences only SGR (ECMA-48 §8.3.117) has an effect, the rest
 * is dropped; control and bidirectional characters become visible. One pass, linear in the length of the line.
 */

/** 0–15: a colour of the theme's palette; "#rrggbb": as the line says */
export type AnsiColour = number | string;

export interface AnsiStyle {
  readonly fg?: AnsiColour;
  readonly bg?: AnsiColour;
  readonly bold?: true;
  readonly dim?: true;
  readonly italic?: true;
  readonly underline?: true;
  readonly strike?: true;
  readonly inverse?: true;
}

export interface AnsiSpan {
  readonly text: string;
  readonly style?: AnsiStyle;
  /** the text stands for a character that would not be seen: "\x07" */
  readonly escaped?: true;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const ESC = 0x1b;
const BEL = 0x07;
const CSI = 0x9b;
const ST = 0x9c;
/** ESC followed by one of these opens a string that runs to ST: DCS, SOS, OSC, PM, APC */
const STRING_OPENERS = new Set(['P', 'X', ']', '^', '_'].map((letter) => letter.charCodeAt(0)));
/** the same as single C1 characters */
const C1_STRING_OPENERS = new Set([0x90, 0x98, 0x9d, 0x9e, 0x9f]);

/** Characters that move or hide text: controls except tab, bidirectional controls, zero-width spaces and marks. */
function isHidden(code: number): boolean {
  if (code < 0x20) return code !== 0x09;
  if (code < 0x7f) return false;
  if (code < 0xa0) return true;
  if (code < 0x061c) return code === 0xad;
  return (
    code === 0x061c ||
    code === 0x180e ||
    code === 0x200b ||
    code === 0x200e ||
    code === 0x200f ||
    (code >= 0x2028 && code <= 0x202e) ||
    (code >= 0x2060 && code <= 0x206f) ||
    code === 0xfeff ||
    (code >= 0xfff9 && code <= 0xfffb)
  );
}

function escapeOf(code: number): string {
  if (code === 0x0d) return '\\r';
  if (code === 0x0a) return '\\n';
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

function firstHidden(text: string): number {
  for (let at = 0; at < text.length; at++) if (isHidden(text.charCodeAt(at))) return at;
  return -1;
}

/** A line as spans of text with their styles. */
export function parseAnsi(line: string): readonly AnsiSpan[] {
  // The line end of Windows programs is no content.
  const text = line.endsWith('\r') ? line.slice(0, -1) : line;
  const first = firstHidden(text);
  if (first < 0) return [{ text }];

  const spans: AnsiSpan[] = [];
  let style: AnsiStyle = {};
  let plainFrom = 0;
  let at = first;
  // Once a string sequence was found not to end, none after it does: without this memory, many openers cost n².
  let openEnded = false;

  let escapes: string[] = [];

  const flush = (to: number) => {
    if (to <= plainFrom && to < text.length) return;
    if (escapes.length > 0) spans.push({ text: escapes.join(''), escaped: true });
    escapes = [];
    if (to > plainFrom) spans.push(span(text.slice(plainFrom, to), style));
  };
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (!isHidden(code)) {
      at++;
      continue;
    }
    flush(at);
    const next = text.charCodeAt(at + 1);
    let end = -1;
    if (code === CSI || (code === ESC && next === 0x5b)) {
      const sequence = readCsi(text, at + (code === CSI ? 1 : 2));
      if (sequence !== undefined) {
        end = sequence.end;
        if (sequence.sgr !== undefined) style = applySgr(style, sequence.sgr);
      }
    } else if (C1_STRING_OPENERS.has(code) || (code === ESC && STRING_OPENERS.has(next))) {
      if (!openEnded) {
        end = stringEnd(text, at + 1);
        openEnded = end < 0;
      }
    } else if (code === ESC) {
      end = shortEscapeEnd(text, at + 1);
    }
    if (end < 0) {
      // Not a whole sequence: what follows stays visible, so that nothing can hide the rest of a line.
      escapes.push(escapeOf(code));
      end = at + 1;
    }
    at = end;
    plainFrom = end;
  }
  flush(text.length);
  return spans;
}

/** What a person reads of a line: the text of its spans. Searched, copied and saved. */
export function plainText(line: string): string {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line;
  if (firstHidden(text) < 0) return text;
  let plain = '';
  for (const part of parseAnsi(line)) plain += part.text;
  return plain;
}

function span(text: string, style: AnsiStyle): AnsiSpan {
  for (const _ in style) return { text, style };
  return { text };
}

/** ESC, intermediates (0x20–0x2f), one final character: "ESC ( B". -1: not a sequence. */
function shortEscapeEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && at - from < 4 && between(text.charCodeAt(at), 0x20, 0x2f)) at++;
  return at < text.length && between(text.charCodeAt(at), 0x30, 0x7e) ? at + 1 : -1;
}

function stringEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BEL || code === ST) return at + 1;
    if (code === ESC && text.charCodeAt(at + 1) === 0x5c) return at + 2;
  }
  return -1;
}

/** More parameter characters than this make no sense; a longer one is text. Bounds the cost of a false start. */
const MAX_PARAMETERS = 256;

function readCsi(text: string, from: number): { end: number; sgr?: string } | undefined {
  let at = from;
  while (at - from < MAX_PARAMETERS && between(text.charCodeAt(at), 0x20, 0x3f)) at++;
  const final = text.charCodeAt(at);
  if (!between(final, 0x40, 0x7e)) return undefined;
  const parameters = text.slice(from, at);
  // "<=>?" and intermediates mark private sequences: not SGR.
  return final === 0x6d && /^[\d;:]*$/.test(parameters) ? { end: at + 1, sgr: parameters } : { end: at + 1 };
}

function between(code: number, low: number, high: number): boolean {
  return code >= low && code <= high;
}

/** The style after one SGR sequence; `parameters` is "1;31" or "38:2::255:0:0". */
function applySgr(before: AnsiStyle, parameters: string): AnsiStyle {
  const codes = parameters.split(';');
  let style: Mutable<AnsiStyle> = { ...before };
  for (let at = 0; at < codes.length; at++) {
    const parts = (codes[at] as string).split(':').map(Number);
    const code = parts[0] as number;
    if (code === 0) style = {};
    else if (code === 38 || code === 48) {
      const colour = parts.length > 1 ? colonColour(parts) : listColour(codes, at);
      if (parts.length === 1) at += colour.used;
      if (colour.value !== undefined) style[code === 38 ? 'fg' : 'bg'] = colour.value;
    } else applySimple(style, code, parts[1]);
  }
  return style;
}

function applySimple(style: Mutable<AnsiStyle>, code: number, sub: number | undefined): void {
  if (code === 1) style.bold = true;
  else if (code === 2) style.dim = true;
  else if (code === 3) style.italic = true;
  else if ((code === 4 && sub !== 0) || code === 21) style.underline = true;
  else if (code === 7) style.inverse = true;
  else if (code === 9) style.strike = true;
  else if (code === 22) {
    delete style.bold;
    delete style.dim;
  } else if (code === 23) delete style.italic;
  else if (code === 24 || code === 4) delete style.underline;
  else if (code === 27) delete style.inverse;
  else if (code === 29) delete style.strike;
  else if (code === 39) delete style.fg;
  else if (code === 49) delete style.bg;
  else if (between(code, 30, 37)) style.fg = code - 30;
  else if (between(code, 40, 47)) style.bg = code - 40;
  else if (between(code, 90, 97)) style.fg = code - 82;
  else if (between(code, 100, 107)) style.bg = code - 92;
}

interface Colour {
  readonly value: AnsiColour | undefined;
  /** parameters that were read beside the first */
  readonly used: number;
}

/** "38;5;n" and "38;2;r;g;b" */
function listColour(codes: readonly string[], at: number): Colour {
  const mode = Number(codes[at + 1]);
  if (mode === 5) return { value: indexed(Number(codes[at + 2])), used: 2 };
  if (mode === 2) return { value: rgb(codes.slice(at + 2, at + 5).map(Number)), used: 4 };
  return { value: undefined, used: 0 };
}

/** "38:5:n", "38:2:r:g:b" and "38:2:space:r:g:b" (ISO 8613-6) */
function colonColour(parts: readonly number[]): Colour {
  if (parts[1] === 5) return { value: indexed(parts[2]), used: 0 };
  if (parts[1] === 2) return { value: rgb(parts.length >= 6 ? parts.slice(3, 6) : parts.slice(2, 5)), used: 0 };
  return { value: undefined, used: 0 };
}

function rgb(parts: readonly number[]): string | undefined {
  if (parts.length !== 3 || parts.some((part) => !between(part, 0, 255))) return undefined;
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** The 256-colour table: 16 of the palette, a cube of 6×6×6, 24 greys. */
function indexed(index: number | undefined): AnsiColour | undefined {
  if (index === undefined || !between(index, 0, 255)) return undefined;
  if (index < 16) return index;
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return rgb([grey, grey, grey]);
  }
  const cube = index - 16;
  return rgb(
    [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map((step) => (step === 0 ? 0 : 55 + step * 40)),
  );
}
