import { ActionIcon, Button } from '@mantine/core';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../../../ui/use-words.ts';
import classes from '../wizards.module.css';

interface RowsFieldProps<Row extends { readonly id: number }> {
  readonly legend: string;
  readonly hint?: string;
  readonly rows: readonly Row[];
  readonly onChange: (rows: readonly Row[]) => void;
  readonly make: (id: number) => Row;
  /** of the button that adds a line */
  readonly addWords: string;
  /** of the button that takes line `number` away */
  readonly removeWords: (number: number) => string;
  readonly children: (row: Row, set: (change: Partial<Row>) => void, number: number) => ReactNode;
}

/** Lines of fields, as many as are wanted: ports, variables. */
export function RowsField<Row extends { readonly id: number }>(props: RowsFieldProps<Row>) {
  const { legend, hint, rows, onChange, make, addWords, removeWords, children } = props;
  const t = useWords('deploy');
  return (
    <fieldset className={classes.group}>
      <legend>{legend}</legend>
      {hint === undefined ? null : <p className={classes.dim}>{hint}</p>}
      {rows.map((row, index) => (
        <fieldset key={row.id} className={classes.line} aria-label={t('line', { number: index + 1 })}>
          {children(row, (change) => onChange(rows.with(index, { ...row, ...change })), index + 1)}
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={removeWords(index + 1)}
            onClick={() => onChange(rows.toSpliced(index, 1))}
          >
            <X size={14} aria-hidden="true" />
          </ActionIcon>
        </fieldset>
      ))}
      <div className={classes.buttons}>
        <Button
          size="xs"
          variant="default"
          onClick={() => onChange([...rows, make(1 + Math.max(-1, ...rows.map(({ id }) => id)))])}
        >
          {addWords}
        </Button>
      </div>
    </fieldset>
  );
}
