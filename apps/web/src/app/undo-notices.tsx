import { useCallback } from 'react';
import deletion from '../actions/delete.action.ts';
import { runAction } from '../actions/run-action.tsx';
import type { WrittenItem } from '../api/writes/undo-memory.ts';
import { useWords } from '../ui/use-words.ts';
import UndoHost from '../ui/write-review/undo-host.tsx';

/** Undoes what this tab wrote; what it made, by the dialog that deletes. Loaded lazily, hence the default export. */
export default function UndoNotices() {
  const words = useWords('actions');
  const remove = useCallback(
    (items: readonly WrittenItem[]) => {
      const targets = items.flatMap((item) =>
        item.kind === 'object' && item.after !== undefined ? [{ ref: item.ref, uid: item.after.metadata.uid }] : [],
      );
      // a deletion leads nowhere
      runAction(deletion, targets, { navigate: () => {}, words });
    },
    [words],
  );
  return <UndoHost onRemove={remove} />;
}
