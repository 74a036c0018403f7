/** Lines that are JSON objects, as programs write them that log with structure. */

export interface JsonField {
  /** "user", "http.status": names joined by dots, list members by their number */
  readonly path: string;
  /** text as it is written; numbers, booleans and null as JSON */
  readonly text: string;
}

/** A longer line is shown as text: unfolding it would cost more than anyone reads. */
const MAX_LENGTH = 64 * 1024;
const MAX_DEPTH = 6;
const MAX_FIELDS = 200;

/** The object that a line is; undefined for any other line. `text` is without escape sequences. */
export function parseJsonLine(text: string): Readonly<Record<string, unknown>> | undefined {
  // "{" first, or after white space: anything else is no object, and the parser need not be asked
  const first = text.charCodeAt(0);
  if (first !== 0x7b && !((first === 0x20 || first === 0x09) && text.trimStart().startsWith('{'))) return undefined;
  if (text.length > MAX_LENGTH) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** All fields of an object, flat, in their order; deep or very many ones as JSON. */
export function fieldsOf(object: Readonly<Record<string, unknown>>): readonly JsonField[] {
  const fields: JsonField[] = [];
  const walk = (value: unknown, path: string, depth: number): void => {
    if (fields.length >= MAX_FIELDS) return;
    if (typeof value !== 'object' || value === null || depth === MAX_DEPTH) {
      fields.push({ path, text: textOf(value) });
      return;
    }
    const entries = Object.entries(value);
    if (entries.length === 0) fields.push({ path, text: Array.isArray(value) ? '[]' : '{}' });
    for (const [name, inner] of entries) walk(inner, path === '' ? name : `${path}.${name}`, depth + 1);
  };
  for (const [name, value] of Object.entries(object)) walk(value, name, 1);
  return fields;
}

/** One field of an object as text; "" where it is not. A name that holds dots itself ("log.level") is found as well. */
export function fieldText(object: Readonly<Record<string, unknown>>, path: string): string {
  const value = find(object, path, 0);
  return value === undefined ? '' : textOf(value);
}

function find(value: unknown, path: string, depth: number): unknown {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return undefined;
  if (Object.hasOwn(value, path)) return (value as Record<string, unknown>)[path];
  for (let dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
    const name = path.slice(0, dot);
    if (!Object.hasOwn(value, name)) continue;
    const found = find((value as Record<string, unknown>)[name], path.slice(dot + 1), depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

const MESSAGE_FIELDS = ['msg', 'message', '@m', '@mt', 'MESSAGE', 'event', 'text', 'error', 'err'] as const;

/** What a JSON line says in words: its message; undefined where it has none. */
export function messageOf(object: Readonly<Record<string, unknown>>): string | undefined {
  for (const name of MESSAGE_FIELDS) {
    const value = Object.hasOwn(object, name) ? object[name] : undefined;
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
