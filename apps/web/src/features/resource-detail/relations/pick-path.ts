import { MAX_PATH_DEPTH } from '@quarterdeck/shared/field-path';

/**
 * Everything at a path of field names and `[*]`, as one flat list without what is missing. Own properties only. Lists are gone
 * through whether the path says so or not: rows hold what was picked of each member as lists within lists.
 */
export function pickAll(source: unknown, steps: readonly string[]): readonly unknown[] {
  if (Array.isArray(source)) {
    const rest = steps[0] === EACH ? steps.slice(1) : steps;
    return source.flatMap((item) => pickAll(item, rest));
  }
  if (source === null || source === undefined) return [];
  const [name, ...rest] = steps;
  if (name === undefined) return [source];
  if (name === EACH || typeof source !== 'object' || !Object.hasOwn(source, name)) return [];
  return pickAll((source as Record<string, unknown>)[name], rest);
}

const EACH = '[*]';

/** `spec.volumes[*].name` → spec, volumes, [*], name. */
export function pathSteps(path: string): readonly string[] {
  return path.match(/\[\*\]|[^.[\]]+/g) ?? [];
}

/** The part of a path that a live query can ask for, as a path, and the steps that are left to take in what it answers. */
export function splitPath(path: string): { readonly head: string; readonly rest: readonly string[] } {
  const steps = pathSteps(path);
  const head = steps.slice(0, MAX_PATH_DEPTH);
  return { head: head.join('.').replaceAll('.[*]', '[*]'), rest: steps.slice(MAX_PATH_DEPTH) };
}
