import type { ReactNode } from 'react';
import classes from './fact-list.module.css';

export interface FactItem {
  readonly id: string;
  readonly label: string;
  readonly value: ReactNode;
}

/** Facts as a definition list, two columns of them where there is room. */
export function FactList({ items }: { readonly items: readonly FactItem[] }) {
  return (
    <dl className={classes.facts}>
      {items.map(({ id, label, value }) => (
        <div key={id} className={classes.fact}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
