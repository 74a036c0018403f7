import { ActionIcon } from '@mantine/core';
import { EllipsisVertical } from 'lucide-react';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lazyWithWords } from '../i18n/lazy-with-words.ts';
import { safeText } from '../ui/safe-text.ts';
import type { Action, ActionTarget } from './define-action.ts';

const readMenu = () => import('./row-menu.tsx');
const RowMenu = lazyWithWords(['actions'], readMenu);
const Runner = lazyWithWords(['actions'], () => import('./shortcut-runner.tsx'));

export interface RowActionsProps {
  readonly target: ActionTarget;
  readonly kindActions: readonly Action[];
  readonly onOpen: (open: boolean) => void;
}

/** The button of the active row's menu. The actions and their menu are read when it is wanted. */
export function RowActions(props: RowActionsProps) {
  const { t } = useTranslation('list');
  const [wanted, setWanted] = useState(false);
  const label = t('actions', { name: safeText(props.target.ref.name) });
  const button = (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={label}
      aria-haspopup="menu"
      aria-expanded={false}
      onPointerEnter={() => void readMenu()}
      onClick={() => {
        // the row stays the one with the menu from now on, not only once it has opened
        props.onOpen(true);
        setWanted(true);
      }}
    >
      <EllipsisVertical size={16} aria-hidden="true" />
    </ActionIcon>
  );
  return wanted ? (
    <Suspense fallback={button}>
      <RowMenu {...props} label={label} />
    </Suspense>
  ) : (
    button
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
