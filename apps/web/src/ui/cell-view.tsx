import type { Pointer } from '../api/pointer.ts';
import { ObjectLink } from './object-link.tsx';
import { SafeLink } from './safe-link.tsx';
import { safeText } from './safe-text.ts';
import { useWords } from './use-words.ts';

/** A value of an overview or a table: text, text that names other objects, or text that leads out of the cluster. */
export type Cell =
  | string
  | {
      readonly text: string;
      readonly to: Pointer;
      /** i18n key in namespace "kinds" of what is shown in place of the text, which may be a selector */
      readonly words?: string;
    }
  | { readonly text: string; readonly href: string };

/** Shows one cell, or several one below the other; a dash stands for nothing. */
export function CellView({ cell, cluster }: { readonly cell: Cell | readonly Cell[]; readonly cluster: string }) {
  const cells = (isList(cell) ? cell : [cell]).filter((item) => cellText(item) !== '');
  if (cells.length === 0) return <span>–</span>;
  if (cells.length === 1 && cells[0] !== undefined) return <One cell={cells[0]} cluster={cluster} />;
  return (
    <>
      {cells.map((item) => (
        <div key={cellText(item)}>
          <One cell={item} cluster={cluster} />
        </div>
      ))}
    </>
  );
}

/** The text of one cell, for filters and for leaving out empty facts. */
export function cellText(cell: Cell | readonly Cell[]): string {
  if (isList(cell)) return cell.map(cellText).join('');
  return typeof cell === 'string' ? cell : cell.text;
}

function isList(cell: Cell | readonly Cell[]): cell is readonly Cell[] {
  return Array.isArray(cell);
}

function One({ cell, cluster }: { readonly cell: Cell; readonly cluster: string }) {
  const t = useWords('kinds');
  if (typeof cell === 'string') return <>{safeText(cell)}</>;
  if ('href' in cell) return <SafeLink href={cell.href}>{safeText(cell.text)}</SafeLink>;
  return (
    <ObjectLink cluster={cluster} to={cell.to}>
      {cell.words === undefined ? safeText(cell.text) : t(cell.words)}
    </ObjectLink>
  );
}
