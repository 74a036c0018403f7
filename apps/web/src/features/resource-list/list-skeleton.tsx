import classes from './list-skeleton.module.css';

const ROWS = Array.from({ length: 8 }, (_, i) => i);
const COLUMNS_BEFORE_KNOWN = ['', '', '', '', ''];

/** The shape of a table, from 150 ms on: what comes sooner shows no waiting at all. */
export function ListSkeleton({ label, headers }: { readonly label: string; readonly headers: readonly string[] }) {
  const columns = headers.length > 0 ? headers : COLUMNS_BEFORE_KNOWN;
  return (
    <div className={classes.skeleton} role="img" aria-label={label}>
      <div className={classes.head}>
        {columns.map((header, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: columns have no other identity here
          <span key={i}>{header}</span>
        ))}
      </div>
      {ROWS.map((row) => (
        <div key={row} className={classes.row} style={{ opacity: 1 - row / ROWS.length }}>
          {columns.map((_, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns have no other identity here
            <span key={i} className={classes.bar} />
          ))}
        </div>
      ))}
    </div>
  );
}
