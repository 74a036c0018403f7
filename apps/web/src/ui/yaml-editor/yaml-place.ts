import type { Text, TextIterator } from '@codemirror/state';
import type { FieldPath } from '../../api/schema/schema-tree.ts';

/** What stands on a line of block YAML. */
export interface LineParts {
  /** columns of the "- " marks, from left to right */
  readonly dashes: readonly number[];
  /** where the key, or what stands in its place, begins */
  readonly column: number;
  /** undefined: no key on this line */
  readonly key: string | undefined;
  /** columns of the key's text, quotes included */
  readonly keyEnd: number;
  /** where the value begins, after the colon and blanks; undefined without a key */
  readonly valueFrom: number | undefined;
  readonly value: string;
}

const KEY =
  /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'|([^\s#&*!|>%@`"'[\]{},:-][^#:]*?|[^\s#:]+?(?::[^\s:]+)*))\s*:(?=\s|$)/;
/** More lines than this are not looked through for what holds a line: a key press may not wait for it. */
const MOST_LINES = 20_000;
/** siblings that are looked at for keys that are taken */
const MOST_SIBLINGS = 2000;
/** a longer line has no key to look at: base64 */
const LONGEST = 4000;

/** Takes a line apart. A line of a text block looks like any other: see {@link placeAt}. */
export function lineParts(line: string): LineParts {
  let column = line.length - line.trimStart().length;
  const dashes: number[] = [];
  while (line[column] === '-' && (column + 1 >= line.length || line[column + 1] === ' ')) {
    dashes.push(column);
    const rest = line.slice(column + 1);
    column += 1 + rest.length - rest.trimStart().length;
  }
  const text = line.slice(column);
  const match = KEY.exec(text);
  if (match === null) return { dashes, column, key: undefined, keyEnd: column, valueFrom: undefined, value: text };
  const key = match[1] ?? match[2] ?? match[3] ?? '';
  const after = text.slice(match[0].length);
  const blanks = after.length - after.trimStart().length;
  return {
    dashes,
    column,
    key,
    keyEnd: column + match[0].length - 1,
    valueFrom: column + match[0].length + blanks,
    value: after.trim(),
  };
}

export function isBlank(line: string): boolean {
  return /^\s*(?:#.*)?$/.test(line);
}

/** A line that begins or ends a document. */
export function isDocumentMark(line: string): boolean {
  return /^(?:---|\.\.\.)(?:\s|$)/.test(line);
}

interface Ancestor {
  readonly column: number;
  /** 0 for an item of a list: the schema is the same for all places */
  readonly step: string | 0;
}

function indentOf(text: string): number {
  let at = 0;
  while (text.charCodeAt(at) === 32) at += 1;
  return at;
}

/** What holds column `column` of a line, outermost first; undefined within a text block and too far from its beginning. */
function ancestorsOf(doc: Text, line: number, column: number): Ancestor[] | undefined {
  const found: Ancestor[] = [];
  let at = column;
  let item = false;
  const take = (ancestor: Ancestor) => {
    found.unshift(ancestor);
    at = ancestor.column;
    item = ancestor.step === 0;
  };
  const takeDashes = ({ dashes }: LineParts) => {
    for (const dash of dashes.toReversed()) if (dash < at) take({ column: dash, step: 0 });
  };
  const own = doc.line(line);
  takeDashes(lineParts(own.text));
  let looked = 0;
  // backwards and without a look at what cannot hold the line: most lines are only counted
  const lines = doc.iterRange(own.from, 0);
  for (let text = lastLine(lines); text !== undefined && (at > 0 || item); text = lastLine(lines)) {
    looked += 1;
    if (looked > MOST_LINES) return undefined;
    const indent = indentOf(text);
    if (indent > at || (indent === at && !item)) continue;
    if (isDocumentMark(text)) break;
    if (isBlank(text)) continue;
    const parts = lineParts(text);
    if (parts.key !== undefined && (parts.column < at || (item && parts.column === at))) {
      if (isBlock(parts)) return undefined;
      take({ column: parts.column, step: parts.key });
    }
    takeDashes(parts);
  }
  return found;
}

/** The next line of a walk backwards. */
function lastLine(lines: TextIterator): string | undefined {
  let text = '';
  for (;;) {
    const { value, done, lineBreak } = lines.next();
    if (done) return text === '' ? undefined : text;
    if (lineBreak) return text;
    text = value + text;
  }
}

/** Its value is a text block: the lines below are text. */
function isBlock({ value }: LineParts): boolean {
  return /^(?:[&!]\S*\s+)*[|>][-+\d]*(?:\s+#.*)?$/.test(value);
}

/**
 * The path of what holds column `column` of a line, by indentation alone, so that it works in a text that is not finished.
 * List places are 0. undefined: within a text block (| or >), or too far from its beginning.
 */
export function holderOf(doc: Text, line: number, column: number): FieldPath | undefined {
  return ancestorsOf(doc, line, column)?.map(({ step }) => step);
}

export interface LinePlace extends LineParts {
  readonly line: number;
  /** of what holds the line's key */
  readonly holder: FieldPath;
}

/** What stands on a line and where in the document; undefined for blank lines and those of text blocks. */
export function placeOfLine(doc: Text, line: number): LinePlace | undefined {
  return placesOfLines(doc, line, line)[0];
}

/** The same of many lines, for which the way up is gone once. */
export function placesOfLines(doc: Text, first: number, last: number): readonly LinePlace[] {
  const places: LinePlace[] = [];
  let stack: Ancestor[] | undefined;
  /** lines that begin right of this are text */
  let block: number | undefined;
  for (let line = first; line <= last; line += 1) {
    const { text } = doc.line(line);
    if (isDocumentMark(text)) {
      stack = [];
      block = undefined;
    }
    if (text.length > LONGEST || isBlank(text) || isDocumentMark(text)) continue;
    if (block !== undefined && indentOf(text) > block) continue;
    block = undefined;
    const parts = lineParts(text);
    if (stack === undefined) {
      const start = parts.dashes[0] ?? parts.column;
      stack = ancestorsOf(doc, line, parts.column)?.filter(
        ({ column, step }) => column < start || (step !== 0 && column === start),
      );
      // within a text block: the next line may be after it
      if (stack === undefined) continue;
    }
    for (const dash of parts.dashes) {
      stack = stack.filter(({ column, step }) => column < dash || (step !== 0 && column === dash));
      stack.push({ column: dash, step: 0 });
    }
    stack = stack.filter(({ column }) => column < parts.column);
    if (parts.key === undefined) continue;
    places.push({ ...parts, line, holder: stack.map(({ step }) => step) });
    stack.push({ column: parts.column, step: parts.key });
    if (isBlock(parts)) block = Math.max(parts.dashes.at(-1) ?? -1, parts.column);
  }
  return places;
}

/** Keys that the mapping has whose entries begin at `column` around a line. */
export function keysBeside(doc: Text, line: number, column: number): ReadonlySet<string> {
  const keys = new Set<string>();
  const look = (step: 1 | -1) => {
    for (let number = line + step, looked = 0; number >= 1 && number <= doc.lines; number += step, looked += 1) {
      if (looked > MOST_SIBLINGS) return;
      const { text } = doc.line(number);
      if (indentOf(text) > column) continue;
      if (isDocumentMark(text)) return;
      if (isBlank(text)) continue;
      const { dashes, column: own, key } = lineParts(text);
      const item = dashes.length > 0;
      // a line below that begins an item belongs to the next one
      if (own < column || (item && step === 1 && (dashes[0] ?? 0) < column)) return;
      if (own === column && key !== undefined) keys.add(key);
      if (item && (dashes[0] ?? 0) < column) return;
    }
  };
  look(-1);
  const own = lineParts(doc.line(line).text);
  if (own.key !== undefined && own.column === column) keys.add(own.key);
  look(1);
  return keys;
}
