import '@mantine/core/styles/Notification.css';
import '@mantine/notifications/styles.css';
import { Notifications } from '@mantine/notifications';
import { Suspense } from 'react';
import { ActionDialog } from '../actions/action-dialog.tsx';
import { useHasWrites } from '../api/writes/use-has-writes.ts';
import { lazyWithWords } from '../i18n/lazy-with-words.ts';

const UndoHost = lazyWithWords(['writes', 'problems'], () => import('../ui/write-review/undo-host.tsx'));

/** Where passing notices appear, and the dialogs of actions. */
export default function Notices() {
  const hasWrites = useHasWrites();
  return (
    <>
      <Notifications position="bottom-right" />
      <ActionDialog />
      {hasWrites ? (
        <Suspense>
          <UndoHost />
        </Suspense>
      ) : null}
    </>
  );
}
