/**
 * A small subset of JSONPath: dotted field names, quoted names in brackets, [*] over arrays, and the first member of an array
 * that has a text, e.g. `spec.nodeName`, `metadata.annotations["example.com/note"]`, `status.conditions[*].type`,
 * `status.conditions[?(@.type=="Ready")].status`. Only own properties are ever read (no prototype), and depth is bounded.
 */

export const MAX_PATH_DEPTH = 8;
export const MAX_PATH_LENGTH = 256;

export type PathStep =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'each' }
  | { readonly kind: 'first'; readonly name: string; readonly value: string };
export type FieldPath = readonly PathStep[];

export type FieldPathFaultCode =
  | 'too-long'
  | 'too-deep'
  /** a field's name was expected */
  | 'name-expected'
  /** a dot or a bracket was expected */
  | 'dot-expected'
  /** after "[" stands neither * nor a quoted name */
  | 'bracket-invalid'
  /** the quoted name does not end */
  | 'quote-open';

/** What is wrong with a path, and where: characters from `start` (inclusive) to `end` (exclusive) of the text. */
export interface FieldPathFault {
  readonly code: FieldPathFaultCode;
  readonly start: number;
  readonly end: number;
}

export type ReadFieldPath =
  | { readonly path: FieldPath; readonly fault?: never }
  | { readonly fault: FieldPathFault; readonly path?: never };

const NAME = /[A-Za-z0-9_$-]/;
/** At the beginning of what is left: `[?(@.type=="Ready")]`. */
const FIRST = /^\[\?\(@\.([A-Za-z0-9_$-]+)==(?:"([^"]*)"|'([^']*)')\)\]/;

/** Parses a path; undefined when it is malformed, too long or too deep. Linear in the length of the text. */
export function parseFieldPath(text: string): FieldPath | undefined {
  return readFieldPath(text).path;
}

/** Parses a path, or says what is wrong with it and where. */
export function readFieldPath(text: string): ReadFieldPath {
  if (text.length > MAX_PATH_LENGTH) return fault('too-long', MAX_PATH_LENGTH, text.length);
  const steps: PathStep[] = [];
  let at = text.startsWith('.') ? 1 : 0;
  let expectsName = true;
  while (at < text.length) {
    const start = at;
    if (text.startsWith('[*]', at)) {
      if (steps.length === 0) return fault('name-expected', at, at + 3);
      steps.push({ kind: 'each' });
      at += 3;
      expectsName = false;
    } else if (text.startsWith('[?', at)) {
      const match = FIRST.exec(text.slice(at));
      if (!match || steps.length === 0) return fault('bracket-invalid', at, text.length);
      steps.push({ kind: 'first', name: match[1] as string, value: match[2] ?? match[3] ?? '' });
      at += match[0].length;
      expectsName = false;
    } else if (text[at] === '[') {
      const quote = text[at + 1];
      if (quote !== '"' && quote !== "'") {
        const close = text.indexOf(']', at);
        return fault('bracket-invalid', at, close < 0 ? text.length : close + 1);
      }
      const close = text.indexOf(`${quote}]`, at + 2);
      if (close < 0) return fault('quote-open', at, text.length);
      steps.push({ kind: 'field', name: text.slice(at + 2, close) });
      at = close + 2;
      expectsName = false;
    } else if (text[at] === '.') {
      if (expectsName) return fault('name-expected', at, at + 1);
      at += 1;
      expectsName = true;
    } else {
      if (!expectsName) return fault('dot-expected', at, at + 1);
      while (at < text.length && NAME.test(text[at] as string)) at += 1;
      if (at === start) return fault('name-expected', at, at + 1);
      steps.push({ kind: 'field', name: text.slice(start, at) });
      expectsName = false;
    }
    if (steps.length > MAX_PATH_DEPTH) return fault('too-deep', start, text.length);
  }
  return expectsName ? fault('name-expected', at, at) : { path: steps };
}

function fault(code: FieldPathFaultCode, start: number, end: number): ReadFieldPath {
  return { fault: { code, start, end } };
}

/** The value at a path; undefined where a step is missing. `[*]` maps over an array, undefined when no member has anything. */
export function pickField(object: unknown, path: FieldPath, from = 0): unknown {
  let value = object;
  for (let i = from; i < path.length; i += 1) {
    const step = path[i] as PathStep;
    if (step.kind === 'each') return pickEach(value, path, i + 1);
    if (step.kind === 'first') {
      if (!Array.isArray(value)) return undefined;
      value = value.find((item) => ownField(item, step.name) === step.value);
    } else value = ownField(value, step.name);
    if (value === undefined) return undefined;
  }
  return value;
}

/** A list of nothings says no more than nothing, and most rows of a list are of that sort (no container waits, none has ended). */
function pickEach(value: unknown, path: FieldPath, from: number): unknown {
  if (!Array.isArray(value)) return undefined;
  const picked = value.map((item) => pickField(item, path, from) ?? null);
  return picked.every((item) => item === null) ? undefined : picked;
}

function ownField(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}
