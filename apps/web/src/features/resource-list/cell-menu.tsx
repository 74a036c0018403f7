import { Menu } from '@mantine/core';
import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Row } from '../../live/row.ts';
import { safeText } from '../../ui/safe-text.ts';
import classes from './cell-menu.module.css';
import { copyCell } from './copy-cell.ts';
import type { ListColumn } from './list-columns.ts';
import { shownText } from './shown-text.ts';

const SHOWN_CHARS = 60;

export interface CellMenuProps {
  /** undefined: it has gone */
  readonly row: Row | undefined;
  readonly column: ListColumn;
  readonly columns: readonly ListColumn[];
  readonly x: number;
  readonly y: number;
  readonly onClose: () => void;
}

/** What can be copied from the cell under the pointer. */
export default function CellMenu({ row, column, columns, x, y, onClose }: CellMenuProps) {
  const { t } = useTranslation('columns');
  if (row === undefined) return null;
  const cell = shownText(column, row);
  const short = safeText(cell.length > SHOWN_CHARS ? `${cell.slice(0, SHOWN_CHARS)}…` : cell);
  const icon = <Copy size={14} aria-hidden="true" />;
  return (
    <Menu opened onClose={onClose} position="bottom-start" width={280} withInitialFocusPlaceholder={false} returnFocus>
      <Menu.Target>
        <span className={classes.place} style={{ left: x, top: y }} />
      </Menu.Target>
      <Menu.Dropdown aria-label={t('cell.menu')}>
        {cell === '' ? null : (
          <Menu.Item leftSection={icon} rightSection={<kbd>c</kbd>} onClick={() => void copyCell(cell)}>
            {t('cell.copy', { text: short })}
          </Menu.Item>
        )}
        {column.look === 'name' ? null : (
          <Menu.Item leftSection={icon} onClick={() => void copyCell(row.name)}>
            {t('cell.name')}
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={icon}
          onClick={() =>
            void copyCell(columns.map((one) => shownText(one, row).replaceAll(/[\t\r\n]+/g, ' ')).join('\t'))
          }
        >
          {t('cell.row')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
