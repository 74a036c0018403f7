import { type Document, isAlias, isMap, isNode, isPair, isScalar, isSeq, type Pair } from 'yaml';
import type { FieldPath } from './schema-tree.ts';

export interface TextRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Where a path stands in a document: the value's place (the key's with `atKey`), and that of the nearest ancestor where the
 * path leads to what is not written.
 */
export function locate(document: Document.Parsed, path: FieldPath, atKey: boolean): TextRange {
  let node: unknown = document.contents;
  let key: TextRange | undefined;
  let reached = 0;
  let inList = false;
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    const pair = typeof step === 'string' ? pairOf(node, step) : undefined;
    const next = pair !== undefined ? pair.value : isSeq(node) ? node.items[Number(step)] : undefined;
    if (pair === undefined && next === undefined) break;
    inList = pair === undefined;
    if (pair !== undefined) key = rangeOf(pair.key) ?? key;
    node = next;
    reached += 1;
  }
  const value = rangeOf(node);
  const whole = reached === path.length;
  const simple = isScalar(node) || isAlias(node);
  if (whole && !atKey && simple && value !== undefined && value.to > value.from) return value;
  if (key !== undefined && !inList) return key;
  if (value !== undefined) return firstKey(node) ?? value;
  return key ?? { from: document.range[0], to: document.range[0] };
}

/** An object is marked at its first key: a mark over all of it would cover the page. */
function firstKey(node: unknown): TextRange | undefined {
  return isMap(node) ? rangeOf(node.items[0]?.key) : undefined;
}

function pairOf(node: unknown, name: string): Pair | undefined {
  if (!isMap(node)) return undefined;
  return node.items.find((pair) => isPair(pair) && isScalar(pair.key) && String(pair.key.value) === name);
}

function rangeOf(node: unknown): TextRange | undefined {
  const range = isNode(node) ? node.range : undefined;
  return range ? { from: range[0], to: range[1] } : undefined;
}
