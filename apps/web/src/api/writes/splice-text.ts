import { isMap, isPair, isScalar, isSeq, type Pair, type ParsedNode, parseDocument, type YAMLMap } from 'yaml';
import type { ValuePath } from './value-path.ts';

/*
 * Small changes to a text that a person typed, made in the text itself: nothing else of it may change, not a comment, not a
 * quote, not a number's spelling.
 */

/**
 * The text with that resourceVersion in its metadata, so that the server refuses a write over a state that nobody has looked at.
 * The text as it is where its metadata is not written out (an alias), with `false`.
 */
export function withResourceVersion(
  text: string,
  version: string,
): { readonly text: string; readonly locked: boolean } {
  const metadata = metadataOf(text);
  const changed =
    metadata === undefined ? undefined : withPair(text, metadata, 'resourceVersion', JSON.stringify(version));
  return changed === undefined ? { text, locked: false } : { text: changed, locked: true };
}

/** The text with that annotation; undefined where its annotations are not written out. */
export function withAnnotation(text: string, key: string, value: string): string | undefined {
  const metadata = metadataOf(text);
  if (metadata === undefined) return undefined;
  const annotations = pairOf(metadata, 'annotations');
  if (annotations === undefined)
    return withPair(text, metadata, 'annotations', `{${JSON.stringify(key)}: ${JSON.stringify(value)}}`);
  return isMap(annotations.value) ? withPair(text, annotations.value, key, JSON.stringify(value)) : undefined;
}

function metadataOf(text: string): YAMLMap | undefined {
  const root = parseDocument(text, { logLevel: 'silent' }).contents;
  const metadata = isMap(root) ? pairOf(root, 'metadata')?.value : undefined;
  return isMap(metadata) ? metadata : undefined;
}

/** The text with that value, spelt as JSON, at a key of one of its maps; undefined where that cannot be told from the text. */
function withPair(text: string, map: YAMLMap, key: string, value: string): string | undefined {
  const present = pairOf(map, key);
  if (present !== undefined) {
    const range = isScalar(present.value) ? present.value.range : undefined;
    return range ? put(text, range[0], range[1], value) : undefined;
  }
  if (map.flow) {
    const start = map.range?.[0];
    const comma = map.items.length === 0 ? '' : ', ';
    return start === undefined
      ? undefined
      : put(text, start + 1, start + 1, `${JSON.stringify(key)}: ${value}${comma}`);
  }
  const range = rangeOf(map.items[0]?.key);
  const indent = range === undefined ? undefined : indentAt(text, range[0]);
  if (range === undefined || indent === undefined) return undefined;
  return put(text, range[0], range[0], `${key}: ${value}${breakOf(text)}${indent}`);
}

/**
 * The text with that status at its end. A kind whose status is no address of its own (a CRD without the subresource) would lose it
 * by a text that leaves it out.
 */
export function withStatus(text: string, status: unknown): string {
  const root = parseDocument(text, { logLevel: 'silent' }).contents;
  if (!isMap(root) || pairOf(root, 'status') !== undefined) return text;
  const end = root.range?.[1];
  if (end === undefined) return text;
  const json = JSON.stringify(status);
  if (root.flow) return put(text, end - 1, end - 1, `, "status": ${json}`);
  const separator = text.slice(0, end).endsWith('\n') ? '' : breakOf(text);
  return put(text, end, end, `${separator}status: ${json}${breakOf(text)}`);
}

/** The text without those fields. A field that cannot be cut out of the text is left where it is. */
export function withoutFields(text: string, paths: readonly ValuePath[]): string {
  let result = text;
  // from the end, so that the places of list members before them still hold
  for (const path of [...paths].sort(comparePaths).reverse()) result = withoutField(result, path);
  return result;
}

function comparePaths(a: ValuePath, b: ValuePath): number {
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const [x, y] = [a[index], b[index]];
    if (x === y) continue;
    if (typeof x === 'number' && typeof y === 'number') return x - y;
    return String(x) < String(y) ? -1 : 1;
  }
  return 0;
}

function withoutField(text: string, path: ValuePath): string {
  const document = parseDocument(text, { logLevel: 'silent' });
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1));
  const last = path.at(-1);
  if (isMap(parent) && typeof last === 'string') {
    const pair = pairOf(parent, last);
    const start = rangeOf(pair?.key)?.[0];
    const end = rangeOf(pair?.value)?.[1] ?? rangeOf(pair?.key)?.[1];
    if (pair === undefined || start === undefined || end === undefined) return text;
    // what holds nothing else goes with it, or it would be written as null
    if (parent.items.length === 1 && path.length > 1) return withoutField(text, path.slice(0, -1));
    return parent.flow ? cutFlow(text, start, end) : cutLines(text, start, end);
  }
  if (isSeq(parent) && typeof last === 'number') {
    const range = rangeOf(parent.items[last]);
    if (range === undefined || parent.items.length === 1) return text;
    if (parent.flow) return cutFlow(text, range[0], range[1]);
    const dash = text.lastIndexOf('-', range[0]);
    return dash < 0 ? text : cutLines(text, dash, range[1]);
  }
  return text;
}

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => isPair(pair) && isScalar(pair.key) && pair.key.value === key);
}

function rangeOf(node: unknown): readonly [number, number, number] | undefined {
  return typeof node === 'object' && node !== null && 'range' in node
    ? ((node as ParsedNode).range ?? undefined)
    : undefined;
}

const put = (text: string, from: number, to: number, insert: string) => text.slice(0, from) + insert + text.slice(to);

const breakOf = (text: string) => (text.includes('\r\n') ? '\r\n' : '\n');

/** The white space that a line which begins at `at` would need; undefined where it cannot begin there. */
function indentAt(text: string, at: number): string | undefined {
  const before = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  return /^(?:\ufeff)?[ ]*$/.test(before) ? before.replace('\ufeff', '') : undefined;
}

/** Cuts a block field out with its lines; where it stands after a dash, the next field moves there. */
function cutLines(text: string, start: number, end: number): string {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', Math.max(end - 1, start));
  const after = lineEnd < 0 ? text.length : lineEnd + 1;
  if (text.slice(lineStart, start).trim() === '') return put(text, lineStart, after, '');
  const next = /^[ \t]*/.exec(text.slice(after))?.[0].length ?? 0;
  return put(text, start, after + next, '');
}

function cutFlow(text: string, start: number, end: number): string {
  const comma = /^\s*,\s*/.exec(text.slice(end));
  if (comma) return put(text, start, end + comma[0].length, '');
  const before = /,\s*$/.exec(text.slice(0, start));
  return put(text, start - (before?.[0].length ?? 0), end, '');
}
