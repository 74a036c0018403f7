/**
 * A small subset of JSONPath: dotted field names, quoted names in brackets and [*] over arrays,
 * e.g. `spec.nodeName`, `metadata.annotations["example.com/note"]`, `status.conditions[*].type`.
 * Only own properties are ever read (no prototype), and depth is bounded.
 */

export const MAX_PATH_DEPTH = 8;
export const MAX_PATH_LENGTH = 256;

export type PathStep = { readonly kind: 'field'; readonly name: string } | { readonly kind: 'each' };
export type FieldPath = readonly PathStep[];

const NAME = /[A-Za-z0-9_$-]/;

/** Parses a path; undefined when it is malformed, too long or too deep. Linear in the length of the text. */
export function parseFieldPath(text: string): FieldPath | undefined {
  if (text === '' || text.length > MAX_PATH_LENGTH) return undefined;
  const steps: PathStep[] = [];
  let at = text.startsWith('.') ? 1 : 0;
  let expectsName = true;
  while (at < text.length) {
    if (text.startsWith('[*]', at)) {
      if (steps.length === 0) return undefined;
      steps.push({ kind: 'each' });
      at += 3;
      expectsName = false;
    } else if (text[at] === '[') {
      const quote = text[at + 1];
      if (quote !== '"' && quote !== "'") return undefined;
      const close = text.indexOf(`${quote}]`, at + 2);
      if (close < 0) return undefined;
      steps.push({ kind: 'field', name: text.slice(at + 2, close) });
      at = close + 2;
      expectsName = false;
    } else if (text[at] === '.') {
      if (expectsName) return undefined;
      at += 1;
      expectsName = true;
    } else {
      if (!expectsName) return undefined;
      const start = at;
      while (at < text.length && NAME.test(text[at] as string)) at += 1;
      if (at === start) return undefined;
      steps.push({ kind: 'field', name: text.slice(start, at) });
      expectsName = false;
    }
  }
  return expectsName || steps.length > MAX_PATH_DEPTH ? undefined : steps;
}

/** The value at a path; undefined where a step is missing. `[*]` maps over an array. */
export function pickField(object: unknown, path: FieldPath, from = 0): unknown {
  let value = object;
  for (let i = from; i < path.length; i += 1) {
    const step = path[i] as PathStep;
    if (step.kind === 'each') {
      if (!Array.isArray(value)) return undefined;
      return value.map((item) => pickField(item, path, i + 1) ?? null);
    }
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step.name)) return undefined;
    value = (value as Record<string, unknown>)[step.name];
  }
  return value;
}
