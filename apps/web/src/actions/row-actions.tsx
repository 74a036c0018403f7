import { ActionIcon } from '@mantine/core';
import { EllipsisVertical } from 'lucide-react';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lazyWithWords, readWithWords } from '../i18n/lazy-with-words.ts';
import { Drop } from '../ui/drop.tsx';
import { safeText } from '../ui/safe-text.ts';
import type { Action, ActionTarget } from './define-action.ts';

const readMenu = readWithWords(['actions'], () => import('./row-menu.tsx'));
const Runner = lazyWithWords(['actions'], () => import('./shortcut-runner.tsx'));

export interface RowActionsProps {
  readonly target: ActionTarget;
  readonly kindActions: readonly Action[];
  readonly onOpen: (open: boolean) => void;
}

/** The menu of the active row. The actions are read when it is wanted. */
export function RowActions({ target, kindActions, onOpen }: RowActionsProps) {
  const { t } = useTranslation('list');
  const [opened, setOpened] = useState(false);
  return (
    <Drop
      as="menu"
      position="bottom-end"
      width={320}
      opened={opened}
      onChange={(next) => {
        setOpened(next);
        onOpen(next);
      }}
      read={readMenu}
      button={
        <ActionIcon variant="subtle" color="gray" aria-label={t('actions', { name: safeText(target.ref.name) })}>
          <EllipsisVertical size={16} aria-hidden="true" />
        </ActionIcon>
      }
    >
      {({ RowMenu }) => <RowMenu target={target} kindActions={kindActions} />}
    </Drop>
  );
}

export interface ShortcutRunnerProps {
  readonly target: ActionTarget;
  readonly kindActions: readonly Action[];
  readonly pressed: string;
  /** while rows are selected: what can be done with many is done with these */
  readonly selected?: () => readonly ActionTarget[];
  readonly onDone: () => void;
}

/** Runs the action whose shortcut was pressed on a row; the actions are read for the first one. */
export function ShortcutRunner(props: ShortcutRunnerProps) {
  return (
    <Suspense>
      <Runner {...props} />
    </Suspense>
  );
}
