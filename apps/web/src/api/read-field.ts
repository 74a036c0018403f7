/**
 * Readers for objects whose shape only the server knows. They never throw and read own properties only, so that an object
 * of another version, or a hostile one, shows less instead of breaking the page.
 */

/** The value at a dotted path; undefined where a step is missing. */
export function valueAt(source: unknown, path: string): unknown {
  let value = source;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

/** Text, number or boolean at the path, as text; "" for anything else. */
export function textAt(source: unknown, path: string): string {
  const value = valueAt(source, path);
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? `${value}` : '';
}

export function numberAt(source: unknown, path: string): number | undefined {
  const value = valueAt(source, path);
  return typeof value === 'number' ? value : undefined;
}

export function listAt(source: unknown, path: string): readonly unknown[] {
  const value = valueAt(source, path);
  return Array.isArray(value) ? value : [];
}

/** The entries of the object at the path; empty when there is none. */
export function entriesAt(source: unknown, path: string): readonly (readonly [string, unknown])[] {
  const value = valueAt(source, path);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

/** The list's texts; other members are left out. */
export function textsAt(source: unknown, path: string): readonly string[] {
  return listAt(source, path).filter((item): item is string => typeof item === 'string');
}
