import type { ReactNode } from 'react';
import type { DetailProps, SectionTable } from '../../kinds/define-kind.ts';
import { type Cell, CellView, cellText } from '../../ui/cell-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { rowIds, SimpleTable } from '../../ui/simple-table.tsx';
import { useWords } from '../../ui/use-words.ts';
import { Copyable } from './copyable.tsx';

interface SectionTableViewProps extends DetailProps {
  readonly title: string;
  readonly table: SectionTable;
}

/** A table that a kind describes as data. */
export function SectionTableView({ title, table, target, object }: SectionTableViewProps) {
  const t = useWords('kinds');
  const rows = table.rows(object);
  const ids = rowIds(rows.map((cells) => cells.map(cellText).join('\t')));
  return (
    <SimpleTable
      label={t(title)}
      columns={table.columns.map((key) => t(key))}
      rows={rows.map((cells, line) => ({
        id: ids[line] ?? '',
        cells: cells.map((cell, index) => {
          const column = table.columns[index] ?? '';
          const shown = <CellView key={column} cell={cell} cluster={target.cluster} />;
          return table.copied?.includes(column) && cellText(cell) !== '' ? (
            <CopiedCell key={column} cell={cell} column={t(column)}>
              {shown}
            </CopiedCell>
          ) : (
            shown
          );
        }),
      }))}
    />
  );
}

/** A cell with a button that copies its text, by which several in a table differ. */
function CopiedCell({
  cell,
  column,
  children,
}: {
  readonly cell: Cell | readonly Cell[];
  readonly column: string;
  readonly children: ReactNode;
}) {
  const t = useWords('detail');
  const text = cellText(cell);
  return (
    <Copyable text={text} label={t('copyValue', { key: safeText(`${column} ${text}`) })}>
      {children}
    </Copyable>
  );
}
