import { parseQuantity } from '@quarterdeck/shared/quantity';
import type { RowView } from './define-kind.ts';

/** The path of one part of the condition of that type: what a kind lists in `fields` and reads with {@link textField}. */
export function condition(type: string, part: 'status' | 'reason' | 'message' = 'status'): string {
  return `status.conditions[?(@.type=="${type}")].${part}`;
}

/** Text, number or boolean of a field as text; "" for anything else. */
export function textField(view: RowView, path: string): string {
  const value = view.field(path);
  return typeof value === 'object' || value === undefined ? '' : String(value);
}

export function numberField(view: RowView, path: string): number {
  const value = view.field(path);
  return typeof value === 'number' ? value : 0;
}

export function listField(view: RowView, path: string): readonly unknown[] {
  const value = view.field(path);
  return Array.isArray(value) ? value : [];
}

/** The texts of a field picked with [*], without those that are missing. */
export function textsField(view: RowView, path: string): readonly string[] {
  return listField(view, path).filter((item): item is string => typeof item === 'string' && item !== '');
}

/** Epoch seconds of a moment that a field holds; 0 when there is none. */
export function momentField(view: RowView, path: string): number {
  const value = view.field(path);
  const seconds = typeof value === 'string' ? Date.parse(value) / 1000 : 0;
  return Number.isNaN(seconds) ? 0 : Math.max(0, seconds);
}

/** Whether that many seconds have gone since the object was made; never true when that is not known. */
export function isOlder(view: RowView, seconds: number): boolean {
  return view.row.created > 0 && Date.now() / 1000 - view.row.created > seconds;
}

/**
 * The greatest share in a cell of pairs ("cpu: 56%/70%, memory: 1Gi/2Gi", "pods: 3/10"): what is nearest to its limit.
 * Undefined when no pair has two quantities.
 */
export function greatestShare(text: string): number | undefined {
  const shares = [...text.matchAll(/([^\s,:/]+)\/([^\s,:/]+)/g)].flatMap(([, have = '', want = '']) => {
    const [a, b] = [parseQuantity(have.replace('%', '')), parseQuantity(want.replace('%', ''))];
    return a === undefined || b === undefined ? [] : [b === 0 ? (a === 0 ? 0 : 1) : a / b];
  });
  return shares.length === 0 ? undefined : Math.max(...shares);
}
