import { useState } from 'react';
import type { RowStore } from '../../../live/row-store.ts';
import { placeOf } from '../../../ui/scroll-memory.ts';
import type { ListSubject } from '../list-subject.ts';

/** The row that is active when a list is shown: where it was left, else the one that the address opens beside it. */
export function useActiveAtFirst(
  visit: string,
  opened: string | undefined,
  order: readonly string[],
  store: RowStore,
  subject: ListSubject,
): string | undefined {
  const [first] = useState(
    () =>
      placeOf(visit)?.active ??
      (opened === undefined
        ? undefined
        : order.find((uid) => {
            const row = store.getRow(uid);
            return row !== undefined && subject.keyOf(row) === opened;
          })),
  );
  return first;
}
