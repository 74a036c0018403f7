/** A field of an object: names of fields and indices of lists, from the root. */
export type ValuePath = readonly (string | number)[];

/** The value at a path; undefined where a step is missing. Own properties only. */
export function valueAtPath(source: unknown, path: ValuePath): unknown {
  let value = source;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

/** As people and the API server write it: spec.containers[0].image, metadata.annotations[example.com/note]. */
export function pathText(path: ValuePath): string {
  let text = '';
  for (const step of path)
    if (typeof step === 'number') text += `[${step}]`;
    else if (/^[\w-]+$/.test(step)) text += text === '' ? step : `.${step}`;
    else text += `[${step}]`;
  return text;
}

export function isWithin(path: ValuePath, outer: ValuePath): boolean {
  return path.length >= outer.length && outer.every((step, index) => path[index] === step);
}

/**
 * A path as the API server writes one: "spec.ports[0].name", "metadata.annotations[a/b]", and that of server-side apply,
 * `.spec.template.spec.containers[name="c"].image`, whose list members and dotted keys only the object itself resolves. Ends
 * early at a list member that is not there.
 */
export function parsePath(text: string, object?: unknown): (string | number)[] {
  const path: (string | number)[] = [];
  let rest = text.trim().replace(/^\./, '');
  let value = object;
  while (rest !== '' && rest !== '[]') {
    const step = readStep(rest, value);
    if (step === undefined) break;
    rest = rest.slice(step.length).replace(/^\./, '');
    if (step.key === undefined) break;
    path.push(step.key);
    value = valueAtPath(value, [step.key]);
  }
  return path;
}

interface Step {
  readonly length: number;
  /** undefined: it is not there */
  readonly key: string | number | undefined;
}

function readStep(rest: string, value: unknown): Step | undefined {
  if (rest.startsWith('[')) {
    const close = closingBracket(rest);
    if (close < 0) return undefined;
    const inner = rest.slice(1, close);
    return { length: close + 1, key: bracketKey(inner, value) };
  }
  const key = longestKey(rest, value) ?? /^[^.[]+/.exec(rest)?.[0];
  return key === undefined ? undefined : { length: key.length, key };
}

function closingBracket(text: string): number {
  let quoted = false;
  for (let at = 1; at < text.length; at += 1) {
    if (text[at] === '"' && text[at - 1] !== '\\') quoted = !quoted;
    else if (text[at] === ']' && !quoted) return at;
  }
  return -1;
}

function bracketKey(inner: string, value: unknown): string | number | undefined {
  if (/^\d+$/.test(inner)) return Number(inner);
  const pairs = [...inner.matchAll(/([\w-]+)=("(?:[^"\\]|\\.)*"|[^,"]+)(?:,|$)/g)];
  if (pairs.length === 0 || !inner.startsWith(pairs[0]?.[0] ?? ' ')) return inner.replace(/^"(.*)"$/, '$1');
  if (!Array.isArray(value)) return undefined;
  const index = value.findIndex((item: unknown) =>
    pairs.every(([, name = '', wanted = '']) => String(valueAtPath(item, [name])) === wanted.replace(/^"(.*)"$/, '$1')),
  );
  return index < 0 ? undefined : index;
}

/** Label keys hold dots: of the object's own keys the longest that the text goes on with. */
function longestKey(rest: string, value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.keys(value)
    .filter((key) => key !== '' && rest.startsWith(key) && /^(?:$|\.|\[)/.test(rest.slice(key.length)))
    .sort((a, b) => b.length - a.length)[0];
}
