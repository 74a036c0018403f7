import { ActionIcon, Button } from '@mantine/core';
import { Columns3, Ellipsis } from 'lucide-react';
import { Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from '../../actions/define-action.ts';
import type { ListSearch } from '../../api/list-search.ts';
import { lazyWithWords, readWithWords } from '../../i18n/lazy-with-words.ts';
import type { ListSort } from '../../live/list-sort.ts';
import type { RowStore } from '../../live/row-store.ts';
import { Drop } from '../../ui/drop.tsx';
import { isTyping } from '../../ui/is-typing.ts';
import { type AddedKind, isAdded, withWide, writeColumnChoice } from './column-choice.ts';
import type { ListColumn } from './list-columns.ts';
import type { ListSubject } from './list-subject.ts';
import classes from './view-menu.module.css';

const readChooser = readWithWords(['columns'], () => import('./column-chooser.tsx'));
const readMenu = readWithWords(['columns'], () => import('./list-menu.tsx'));
const ListCommandDialog = lazyWithWords(['columns'], () => import('./list-command-dialog.tsx'));
const ListKeysDialog = lazyWithWords(['columns', 'actions'], () => import('./list-keys-dialog.tsx'));

/** The list as it is looked at. */
export interface ViewedList {
  readonly subject: ListSubject;
  readonly namespaces: readonly string[] | null;
  readonly search: ListSearch;
  readonly filter: string;
  readonly sort: ListSort | undefined;
  /** all columns that there are */
  readonly columns: readonly ListColumn[];
  readonly shown: readonly ListColumn[];
  readonly store: RowStore;
  /** of the kinds whose objects the list has */
  readonly actions: () => readonly Action[];
}

export interface ViewMenuProps {
  readonly list: ViewedList;
  /** whether whole objects are read; undefined where that is not the person's choice */
  readonly whole: boolean | undefined;
  /** takes the text for the address, and whether whole objects are to be read, where that changes */
  readonly onCols: (cols: string, whole?: boolean) => void;
  /** whether a person may add columns, and of what */
  readonly addable: readonly AddedKind[];
  /** back to the list's own columns and widths; undefined: they are what is shown */
  readonly onReset: (() => void) | undefined;
}

/** How the list is looked at, and what can be taken from it. What opens is loaded when it does. */
export function ViewMenu({ list, whole, onCols, addable, onReset }: ViewMenuProps) {
  const { t } = useTranslation('list');
  const { columns, shown } = list;
  const [open, setOpen] = useState<'columns' | 'menu'>();
  const [dialog, setDialog] = useState<'command' | 'keys'>();
  const wideOnes = columns.filter((column) => column.wide && !column.left && !isAdded(column));
  const wide = wideOnes.length > 0 && wideOnes.every((column) => shown.includes(column));

  useEffect(() => {
    function onKeyDown({ key, target, ctrlKey, metaKey, altKey, defaultPrevented }: KeyboardEvent): void {
      if (key === '?' && !ctrlKey && !metaKey && !altKey && !defaultPrevented && !isTyping(target)) setDialog('keys');
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);

  return (
    <div className={classes.view}>
      {wideOnes.length > 0 ? (
        <Button
          size="compact-sm"
          variant={wide ? 'light' : 'default'}
          aria-pressed={wide}
          onClick={() => onCols(writeColumnChoice(withWide(shown, columns, !wide), columns))}
        >
          {t('view.wide')}
        </Button>
      ) : null}
      <Drop
        as="panel"
        position="bottom-end"
        width={400}
        opened={open === 'columns'}
        onChange={(next) => setOpen(next ? 'columns' : undefined)}
        read={readChooser}
        button={
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<Columns3 size={14} aria-hidden="true" />}
            disabled={columns.length === 0}
          >
            {t('view.open')}
          </Button>
        }
      >
        {({ ColumnChooser }) => (
          <ColumnChooser list={list} whole={whole} onCols={onCols} addable={addable} onReset={onReset} />
        )}
      </Drop>
      <Drop
        as="menu"
        position="bottom-end"
        width={280}
        opened={open === 'menu'}
        onChange={(next) => setOpen(next ? 'menu' : undefined)}
        read={readMenu}
        button={
          <ActionIcon variant="default" size={26} aria-label={t('view.more')}>
            <Ellipsis size={16} aria-hidden="true" />
          </ActionIcon>
        }
      >
        {({ ListMenu }) => <ListMenu list={list} onDialog={setDialog} />}
      </Drop>
      <Suspense>
        {dialog === 'command' ? <ListCommandDialog list={list} onClose={() => setDialog(undefined)} /> : null}
        {dialog === 'keys' ? <ListKeysDialog list={list} onClose={() => setDialog(undefined)} /> : null}
      </Suspense>
    </div>
  );
}
