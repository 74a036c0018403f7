import { LAST_APPLIED } from '../../api/last-applied.ts';

/** What stands for a value that has not been revealed. */
export const MASK = '••••••••';

/** Cluster objects nest some twenty deep; what is deeper is masked as a whole. */
const MAX_DEPTH = 100;

export interface Secrecy {
  /** top-level fields whose values are secret, by "group/Kind" of the object */
  readonly byKind: ReadonlyMap<string, readonly string[]>;
  /** those of whatever the path answers: lists and tables do not repeat the kind of their items */
  readonly ofPath: readonly string[];
}

/** An answer with the secret values of all objects in it masked: in lists, tables and events of a watch as well. */
export function maskRaw(value: unknown, secrecy: Secrecy, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) return MASK;
  if (Array.isArray(value)) return value.map((item) => maskRaw(item, secrecy, depth + 1));
  const fields = new Set([...secrecy.ofPath, ...(secrecy.byKind.get(kindOf(value)) ?? [])]);
  const within = fields.size === 0 ? secrecy : { ...secrecy, ofPath: [...fields] };
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      fields.has(name) || (fields.size > 0 && name === LAST_APPLIED)
        ? masked(inner)
        : maskRaw(inner, within, depth + 1),
    ]),
  );
}

function masked(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value === undefined || value === null ? value : MASK;
  if (Array.isArray(value)) return value.map(masked);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, masked(inner)]));
}

function kindOf(value: object): string {
  const { apiVersion, kind } = value as { readonly apiVersion?: unknown; readonly kind?: unknown };
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return '';
  return `${apiVersion.includes('/') ? apiVersion.split('/')[0] : ''}/${kind.replace(/List$/, '')}`;
}
