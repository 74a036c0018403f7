import type { ListColumn } from './list-columns.ts';

/** The columns with one of them at another place; the same ones when there is no such place. */
export function movedTo(columns: readonly ListColumn[], id: string, to: number): readonly ListColumn[] {
  const moved = columns.find((column) => column.id === id);
  if (moved === undefined || to < 0 || to >= columns.length) return columns;
  const rest = columns.filter((column) => column !== moved);
  return [...rest.slice(0, to), moved, ...rest.slice(to)];
}
