import { Skeleton } from '@mantine/core';
import classes from './waiting-rows.module.css';

const ROWS = [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3];

/** The shape of rows that are on their way. */
export function WaitingRows({ label }: { readonly label: string }) {
  return (
    <div className={classes.rows} role="img" aria-label={label}>
      {ROWS.map((opacity) => (
        <Skeleton key={opacity} height={14} radius="sm" style={{ opacity }} />
      ))}
    </div>
  );
}
