import type { ReactNode } from 'react';
import { CopyButton } from '../../ui/copy-button.tsx';
import classes from './detail-page.module.css';

/** A value with a button that copies it, which is seen when the value is looked at. */
export function Copyable({
  text,
  label,
  children,
}: {
  readonly text: string;
  readonly label: string;
  readonly children: ReactNode;
}) {
  return (
    <div className={classes.copyable}>
      <div>{children}</div>
      <span>
        <CopyButton text={text} label={label} />
      </span>
    </div>
  );
}
