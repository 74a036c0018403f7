import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from 'react';
import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import { editableText } from '../../api/writes/editable-text.ts';
import { isCreation, type SessionWrite, undoMemory, type WrittenItem } from '../../api/writes/undo-memory.ts';
import { isUndoable, stillThere, type Undone, undoWrite } from '../../api/writes/undo-write.ts';
import { ProblemView } from '../problem-view.tsx';
import { safeText } from '../safe-text.ts';
import { useWords, type Words } from '../use-words.ts';
import { undoRequests } from './undo-requests.ts';
import { undoName, undoWord, writeWords } from './write-words.ts';

const ReviewDialog = lazy(() => import('./review-dialog.tsx'));

const SHOWN_MS = 12_000;
const NAMES = 3;

interface Conflict {
  readonly target: ObjectRef;
  readonly before: KubeObject;
  readonly after: KubeObject;
}

interface UndoHostProps {
  /** asks whether what was made is to be deleted, and does it */
  readonly onRemove: (items: readonly WrittenItem[]) => void;
}

/**
 * Says of each write of this tab that it can be undone, and undoes it when asked to. What was changed since is never written over: of a
 * single object both sides are shown. Mounted once; loaded lazily, hence the default export.
 */
export default function UndoHost({ onRemove }: UndoHostProps) {
  const t = useWords('writes');
  const writes = useSyncExternalStore(undoMemory.subscribe, undoMemory.writes);
  const [conflict, setConflict] = useState<Conflict>();
  const newest = writes[0];

  useEffect(() => {
    if (newest === undefined || newest.undone) return;
    const id = `write-${newest.id}`;
    const notice = {
      id,
      message: <Notice write={newest} t={t} onDone={() => notifications.hide(id)} />,
      autoClose: SHOWN_MS,
    };
    // a bulk grows while it is told of
    if (newest.items.length > 1) notifications.update(notice);
    else notifications.show(notice);
  }, [newest, t]);

  useEffect(
    () =>
      undoRequests.listen((write) => {
        if (isCreation(write)) {
          void remove(write, onRemove, t);
          return;
        }
        void undoWrite(write).then((results) => {
          if (results.some(({ outcome }) => outcome === 'done')) undoMemory.markUndone(write.id);
          setConflict(conflictOf(results));
          tell(results, t);
        });
      }),
    [t, onRemove],
  );

  if (conflict === undefined) return null;
  const close = () => setConflict(undefined);
  return (
    <Suspense>
      <ReviewDialog
        target={conflict.target}
        method="replace"
        text={editableText(conflict.before)}
        base={conflict.after}
        onWritten={() => {}}
        onFaults={() => {}}
        onText={() => {}}
        onClose={close}
      />
    </Suspense>
  );
}

function Notice({
  write,
  t,
  onDone,
}: {
  readonly write: SessionWrite;
  readonly t: Words;
  readonly onDone: () => void;
}) {
  const words = writeWords(write, t);
  const undo = t(undoWord(write));
  return (
    <>
      {words}
      {isUndoable(write) ? (
        <>
          {' · '}
          <Button
            size="compact-xs"
            variant="default"
            aria-label={undoName(write, t)}
            onClick={() => {
              onDone();
              undoRequests.ask(write);
            }}
          >
            {undo}
          </Button>
        </>
      ) : null}
    </>
  );
}

/** What was made is deleted by the dialog that says what goes with it; what is gone is told. */
async function remove(write: SessionWrite, onRemove: UndoHostProps['onRemove'], t: Words): Promise<void> {
  // what cannot be read now is left to the dialog
  const left = await stillThere(write).catch(() => write.items);
  if (left.length > 0) onRemove(left);
  else {
    undoMemory.markUndone(write.id);
    tell(
      write.items.map((item) => ({ item, outcome: 'gone' })),
      t,
    );
  }
}

/** A single object that was changed since is looked at, both sides of it. */
function conflictOf(results: readonly Undone[]): Conflict | undefined {
  const [only] = results;
  if (results.length !== 1 || only?.outcome !== 'changed' || only.item.kind !== 'object') return undefined;
  const { ref, before, after } = only.item;
  return before === undefined || after === undefined ? undefined : { target: ref, before, after };
}

function tell(results: readonly Undone[], t: Words): void {
  for (const outcome of ['done', 'changed', 'gone', 'exists', 'failed'] as const) {
    const of = results.filter((result) => result.outcome === outcome);
    const [first] = of;
    if (first === undefined || (outcome === 'changed' && conflictOf(results) !== undefined)) continue;
    const names = of
      .slice(0, NAMES)
      .map(({ item }) => safeText(item.ref.name))
      .join(', ');
    notifications.show({
      message: (
        <>
          {t(`undo.${outcome}`, { count: of.length, names: of.length > NAMES ? `${names} …` : names })}
          {first.outcome === 'failed' ? <ProblemView problem={first.problem} compact /> : null}
        </>
      ),
      ...(outcome === 'failed' ? { color: 'red', autoClose: false } : { autoClose: 6000 }),
    });
  }
}
