import type { DetailProps, SectionTable } from '../../kinds/define-kind.ts';
import { CellView, cellText } from '../../ui/cell-view.tsx';
import { rowIds, SimpleTable } from '../../ui/simple-table.tsx';
import { useWords } from '../../ui/use-words.ts';

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
        cells: cells.map((cell, index) => <CellView key={table.columns[index]} cell={cell} cluster={target.cluster} />),
      }))}
    />
  );
}
