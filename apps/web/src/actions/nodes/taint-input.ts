import { TAINT_EFFECTS, type Taint, taintText } from '../../api/scheduling/taints.ts';
import type { ActionFault } from '../define-action.ts';

export interface TaintRow extends Taint {
  /** of the row in the form */
  readonly id: number;
}

export interface TaintInput {
  /** what the node had when the form was opened; undefined: not read yet */
  readonly base: readonly Taint[] | undefined;
  readonly rows: readonly TaintRow[];
}

/** A taint is known by its key and effect: kubectl overwrites the value of the same two. */
const idOf = ({ key, effect }: Taint) => `${key}:${effect}`;

interface TaintChanges {
  readonly removed: readonly Taint[];
  readonly set: readonly Taint[];
}

/** What the form takes away and what it adds or gives another value. */
export function taintChanges({ base = [], rows }: TaintInput): TaintChanges {
  const wanted = new Set(rows.map(idOf));
  const before = new Map(base.map((taint) => [idOf(taint), taint.value]));
  return {
    removed: base.filter((taint) => !wanted.has(idOf(taint))),
    set: rows
      .filter((row) => before.get(idOf(row)) !== row.value)
      .map(({ key, value, effect }) => ({ key, value, effect })),
  };
}

/**
 * The taints of a node as it is now after the form's changes: what others, the node controller before all, have done since stays.
 * A taint that is not touched keeps all its fields (timeAdded).
 */
export function changedTaints(
  now: readonly unknown[],
  read: (taint: unknown) => Taint,
  changes: TaintChanges,
): unknown[] {
  const touched = new Set([...changes.removed, ...changes.set].map(idOf));
  return [
    ...now.filter((taint) => !touched.has(idOf(read(taint)))),
    ...changes.set.map(({ key, value, effect }) => (value === '' ? { key, effect } : { key, value, effect })),
  ];
}

const NAME = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)$/;
const PREFIX = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;

function isKey(key: string): boolean {
  const parts = key.split('/');
  const name = parts.pop() ?? '';
  return NAME.test(name) && parts.length <= 1 && parts.every((prefix) => PREFIX.test(prefix));
}

/** Why the taints cannot be written. */
export function taintFault(input: TaintInput): ActionFault | undefined {
  if (input.base === undefined) return { key: 'nodes:taint.reading', quiet: true };
  const seen = new Set<string>();
  for (const row of input.rows) {
    const { key, value, effect } = row;
    if (!isKey(key)) return { key: 'nodes:taint.fault.key', values: { key } };
    if (value !== '' && !NAME.test(value)) return { key: 'nodes:taint.fault.value', values: { value } };
    if (!TAINT_EFFECTS.some((each) => each === effect)) return { key: 'nodes:taint.fault.effect', values: { key } };
    if (seen.has(idOf(row))) return { key: 'nodes:taint.fault.twice', values: { key, effect } };
    seen.add(idOf(row));
  }
  const { removed, set } = taintChanges(input);
  return removed.length + set.length === 0 ? { key: 'nodes:taint.fault.nothing', quiet: true } : undefined;
}

/** The arguments of `kubectl taint nodes <name>`. */
export function taintArguments(input: TaintInput): readonly string[] {
  const { removed, set } = taintChanges(input);
  const before = new Set((input.base ?? []).map(idOf));
  return [
    ...set.map(taintText),
    ...removed.map((taint) => `${idOf(taint)}-`),
    ...(set.some((taint) => before.has(idOf(taint))) ? ['--overwrite'] : []),
  ];
}
