import '@mantine/core/styles/Notification.css';
import '@mantine/notifications/styles.css';
import { type MantineThemeOverride, MantineThemeProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { Suspense, useMemo } from 'react';
import { ActionDialog } from '../actions/action-dialog.tsx';
import { useHasWrites } from '../api/writes/use-has-writes.ts';
import { lazyWithWords } from '../i18n/lazy-with-words.ts';
import { useWords } from '../ui/use-words.ts';
import classes from './notices.module.css';

const UndoNotices = lazyWithWords(['writes', 'problems'], () => import('./undo-notices.tsx'));

/** Mantine's dialogs are at 200: a notice over a tall one would cover its buttons, which stand in the same corner. */
const BEHIND_DIALOGS = 190;

/** Where passing notices appear, and the dialogs of actions. */
export default function Notices() {
  const hasWrites = useHasWrites();
  const close = useWords('app')('shell.closeNotice');
  const named = useMemo(
    (): MantineThemeOverride => ({
      components: { Notification: { defaultProps: { closeButtonProps: { 'aria-label': close } } } },
    }),
    [close],
  );
  return (
    <>
      <MantineThemeProvider theme={named}>
        <Notifications position="bottom-right" zIndex={BEHIND_DIALOGS} classNames={{ root: classes.root ?? '' }} />
      </MantineThemeProvider>
      <ActionDialog />
      {hasWrites ? (
        <Suspense>
          <UndoNotices />
        </Suspense>
      ) : null}
    </>
  );
}
