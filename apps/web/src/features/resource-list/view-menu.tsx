import { Button, Popover } from '@mantine/core';
import { Columns3 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RowStore } from '../../live/row-store.ts';
import { isAdded, withWide, writeColumnChoice } from './column-choice.ts';
import type { ListColumn } from './list-columns.ts';
import classes from './view-menu.module.css';

const ColumnChooser = lazy(() => import('./column-chooser.tsx'));

export interface ViewMenuProps {
  /** all that there are */
  readonly columns: readonly ListColumn[];
  readonly shown: readonly ListColumn[];
  /** takes the text for the address */
  readonly onCols: (cols: string) => void;
  /** back to the list's own columns and widths; undefined: they are what is shown */
  readonly onReset: (() => void) | undefined;
  /** rows that labels are proposed from */
  readonly store: RowStore;
}

/** How the list is looked at: its columns. What opens is loaded when it does. */
export function ViewMenu({ columns, shown, onCols, onReset, store }: ViewMenuProps) {
  const { t } = useTranslation('columns');
  const [open, setOpen] = useState(false);
  const wideOnes = columns.filter((column) => column.wide && !isAdded(column));
  const wide = wideOnes.length > 0 && wideOnes.every((column) => shown.includes(column));
  return (
    <div className={classes.view}>
      {wideOnes.length > 0 ? (
        <Button
          size="compact-sm"
          variant={wide ? 'light' : 'default'}
          aria-pressed={wide}
          onClick={() => onCols(writeColumnChoice(withWide(shown, columns, !wide), columns))}
        >
          {t('wide')}
        </Button>
      ) : null}
      <Popover
        opened={open}
        onChange={setOpen}
        position="bottom-end"
        width={400}
        trapFocus
        returnFocus
        transitionProps={{ duration: 0 }}
      >
        <Popover.Target>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<Columns3 size={14} aria-hidden="true" />}
            disabled={columns.length === 0}
            onClick={() => setOpen(!open)}
          >
            {t('open')}
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <Suspense>
            {open ? (
              <ColumnChooser columns={columns} shown={shown} onCols={onCols} onReset={onReset} store={store} />
            ) : null}
          </Suspense>
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}
