import type { KindDefinition } from './define-kind.ts';

/**
 * Every row of a Table brings its object's metadata along. For any other field the API server sends whole objects, which costs
 * twice as much on its side and on the way (bench/README.md): over all namespaces they are read only where a person asks.
 */
export function isCostly(path: string): boolean {
  return !/^\.?metadata(?![\w$-])/.test(path);
}

/** Whether it is no field of the object itself, but made of others ({@link KindDefinition.beside}). */
export function isBeside(path: string): boolean {
  return path.startsWith('@');
}

/** The fields of those that a list of this extent asks for by itself. */
export function affordable(fields: readonly string[], overAll: boolean): readonly string[] {
  return overAll ? fields.filter((path) => !isCostly(path)) : fields;
}

/** Whether a list covers all namespaces of a kind that has them; cluster-wide kinds are few. */
export function isOverAll(
  { namespaced }: { readonly namespaced: boolean },
  namespaces: readonly string[] | null,
): boolean {
  return namespaced && namespaces === null;
}

/** Whether a list of the kind has more to show where whole objects are read. */
export function takesWhole(kind: KindDefinition | undefined): boolean {
  return [...(kind?.fields ?? []), ...(kind?.columns ?? []).flatMap(({ fields }) => fields ?? [])].some(isCostly);
}
