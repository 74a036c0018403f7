import { isLabelKey, isLabelValue } from '@quarterdeck/shared/label-selector';
import type { ActionFault } from '../define-action.ts';

/** Which map of an object's metadata. */
export type PairsField = 'labels' | 'annotations';

/** One wish: a key is set to a value, or goes. */
export interface PairChange {
  /** of the line in the form */
  readonly id: number;
  readonly key: string;
  readonly value: string;
  readonly remove: boolean;
}

export interface PairsInput {
  readonly changes: readonly PairChange[];
  readonly nextId: number;
}

/** The API server's limit of all annotations of an object together. */
const MAX_ANNOTATIONS_BYTES = 256 * 1024;

export const initialPairs: PairsInput = { changes: [{ id: 0, key: '', value: '', remove: false }], nextId: 1 };

/** Adds a line; one that is empty or of the same key is used again. */
export function addChange(input: PairsInput, change: Omit<PairChange, 'id'>): PairsInput {
  const at = input.changes.findIndex((line) => isBlank(line) || (change.key !== '' && line.key === change.key));
  const old = input.changes[at];
  if (old !== undefined)
    return { ...input, changes: input.changes.map((line) => (line === old ? { ...change, id: old.id } : line)) };
  return { changes: [...input.changes, { ...change, id: input.nextId }], nextId: input.nextId + 1 };
}

function isBlank({ key, value }: PairChange): boolean {
  return key.trim() === '' && value === '';
}

/** The wishes that say something, with their keys as they are sent. */
function wishes({ changes }: PairsInput): readonly PairChange[] {
  return changes.filter((line) => !isBlank(line)).map((line) => ({ ...line, key: line.key.trim() }));
}

/** Why the API server would not take this; quiet while nothing has been said yet. */
export function pairsFault(field: PairsField, input: PairsInput): ActionFault | undefined {
  const all = wishes(input);
  if (all.length === 0) return { key: 'pairs.fault.nothing', quiet: true };
  const seen = new Set<string>();
  let bytes = 0;
  for (const { key, value, remove } of all) {
    if (key === '') return { key: 'pairs.fault.keyMissing' };
    // the prefix of an annotation's key may have capitals, that of a label's may not
    if (!isLabelKey(field === 'labels' ? key : key.toLowerCase())) return { key: 'pairs.fault.key', values: { key } };
    if (seen.has(key)) return { key: 'pairs.fault.twice', values: { key } };
    seen.add(key);
    if (remove) continue;
    if (field === 'labels' && !isLabelValue(value)) return { key: 'pairs.fault.value', values: { value } };
    bytes += new TextEncoder().encode(key + value).length;
  }
  return field === 'annotations' && bytes > MAX_ANNOTATIONS_BYTES ? { key: 'pairs.fault.size' } : undefined;
}

/** What the keys that change are to be; null: the key goes. */
export function wishedPairs(input: PairsInput): Readonly<Record<string, string | null>> {
  return Object.fromEntries(wishes(input).map(({ key, value, remove }) => [key, remove ? null : value]));
}

/** A JSON merge patch of nothing but the keys that change. */
export function pairsPatch(field: PairsField, input: PairsInput): string {
  return JSON.stringify({ metadata: { [field]: wishedPairs(input) } });
}

/** What follows `kubectl label <type> <name>`; without wishes the list of what is there. */
export function pairsArguments(input: PairsInput): string[] {
  const all = wishes(input);
  if (all.length === 0) return ['--list'];
  return [...all.map(({ key, value, remove }) => (remove ? `${key}-` : `${key}=${value}`)), '--overwrite'];
}
