import type { JsonObject } from '../../json-value.ts';

/**
 * A set of fields in the form in which managedFields stores it (KEP-555, FieldsV1): `f:name` a field, `k:{"name":"c"}` an item of
 * a list with keys, `v:"x"` an item of a set, `.` the thing itself. A node without children is in the set itself.
 * Sets are never changed; parts are shared between them.
 */
export type FieldSet = { readonly [element: string]: FieldSet };

/** The set of one thing without parts. */
export const LEAF: FieldSet = {};
const SELF = '.';

export function isLeaf(set: FieldSet): boolean {
  for (const _ in set) return false;
  return true;
}

const isMember = (set: FieldSet) => isLeaf(set) || Object.hasOwn(set, SELF);

/** undefined is the empty set. */
export function setOf(member: boolean, children: Readonly<Record<string, FieldSet>>): FieldSet | undefined {
  if (isLeaf(children)) return member ? LEAF : undefined;
  return member ? { [SELF]: LEAF, ...children } : children;
}

export function union(a: FieldSet | undefined, b: FieldSet | undefined): FieldSet | undefined {
  if (!a || !b || a === b) return a ?? b;
  const children: Record<string, FieldSet> = {};
  for (const [element, part] of Object.entries(a)) if (element !== SELF) children[element] = part;
  for (const [element, part] of Object.entries(b))
    if (element !== SELF) children[element] = union(children[element], part) ?? part;
  return setOf(isMember(a) || isMember(b), children);
}

/** What is in `a` and not in `b`; `a` itself when that is everything. */
export function difference(a: FieldSet | undefined, b: FieldSet | undefined): FieldSet | undefined {
  if (!a || !b) return a;
  const children: Record<string, FieldSet> = {};
  const member = isMember(a);
  let same = !(member && isMember(b));
  for (const [element, part] of Object.entries(a)) {
    if (element === SELF) continue;
    const other = b[element];
    const rest = other ? difference(part, other) : part;
    if (rest !== part) same = false;
    if (rest) children[element] = rest;
  }
  return same ? a : setOf(member && !isMember(b), children);
}

export function intersection(a: FieldSet | undefined, b: FieldSet | undefined): FieldSet | undefined {
  if (!a || !b) return undefined;
  const children: Record<string, FieldSet> = {};
  for (const [element, part] of Object.entries(a)) {
    const other = element === SELF ? undefined : b[element];
    const common = other && intersection(part, other);
    if (common) children[element] = common;
  }
  return setOf(isMember(a) && isMember(b), children);
}

/** Whether exactly this thing is in the set. */
export const has = (set: FieldSet | undefined): boolean => set !== undefined && isMember(set);

/** In the order in which the API server writes them. */
export function sorted(set: FieldSet): FieldSet {
  const elements = Object.keys(set).sort();
  return Object.fromEntries(elements.map((element) => [element, sorted(set[element] ?? LEAF)]));
}

/** The paths of everything in a set, in words: `.spec.containers[name="c"].image`. */
export function* pathsOf(set: FieldSet | undefined, at = ''): Generator<string> {
  if (!set) return;
  if (at !== '' && isMember(set)) yield at;
  for (const element of Object.keys(set).sort())
    if (element !== SELF) yield* pathsOf(set[element], `${at}${elementWords(element)}`);
}

function elementWords(element: string): string {
  const text = element.slice(2);
  if (element.startsWith('f:')) return `.${text}`;
  if (element.startsWith('v:')) return `[=${text}]`;
  if (!element.startsWith('k:')) return `[${text}]`;
  const key = JSON.parse(text) as JsonObject;
  return `[${Object.entries(key).map(([name, value]) => `${name}=${JSON.stringify(value)}`)}]`;
}
