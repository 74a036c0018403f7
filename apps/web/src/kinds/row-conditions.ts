import type { RowView } from './define-kind.ts';

/** Field paths a kind lists so that `conditionOf` can read status.conditions of its rows. */
export const CONDITION_FIELDS = [
  'status.conditions[*].type',
  'status.conditions[*].status',
  'status.conditions[*].reason',
] as const;

/** Status and reason of the row's condition of that type; both "" when it has none. */
export function conditionOf(view: RowView, type: string): { readonly status: string; readonly reason: string } {
  const [types, statuses, reasons] = CONDITION_FIELDS.map((path) => view.field(path));
  const index = Array.isArray(types) ? types.indexOf(type) : -1;
  return { status: memberText(statuses, index), reason: memberText(reasons, index) };
}

function memberText(list: unknown, index: number): string {
  const value: unknown = Array.isArray(list) && index >= 0 ? list[index] : undefined;
  return typeof value === 'string' ? value : '';
}
