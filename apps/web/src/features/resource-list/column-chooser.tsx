import { ActionIcon, Button } from '@mantine/core';
import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { type DragEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { safeText } from '../../ui/safe-text.ts';
import { ColumnAdder } from './column-adder.tsx';
import { type AddedKind, isAdded, isLocked, writeColumnChoice } from './column-choice.ts';
import classes from './column-chooser.module.css';
import type { ListColumn } from './list-columns.ts';
import { movedTo } from './move-column.ts';
import type { ViewedList } from './view-menu.tsx';

export interface ColumnChooserProps {
  readonly list: ViewedList;
  readonly whole: boolean | undefined;
  readonly onCols: (cols: string, whole?: boolean) => void;
  /** of what a person may add columns; empty: of nothing */
  readonly addable: readonly AddedKind[];
  readonly onReset: (() => void) | undefined;
}

/** Which columns there are, which are shown, in what order; and more of them: labels, annotations, fields by path. */
export function ColumnChooser({ list, whole, onCols, addable, onReset }: ColumnChooserProps) {
  const { columns, shown } = list;
  const { t } = useTranslation('columns');
  const [dragged, setDragged] = useState<string>();
  const [over, setOver] = useState<string>();
  const wholeHint = useId();
  const hidden = columns.filter((column) => !shown.includes(column));
  const choose = (next: readonly ListColumn[]) => onCols(writeColumnChoice(next, columns));

  function drop(event: DragEvent, id: string): void {
    event.preventDefault();
    const to = shown.findIndex((column) => column.id === id);
    if (dragged !== undefined && to >= 0) choose(movedTo(shown, dragged, to));
    setOver(undefined);
  }

  return (
    <div className={classes.chooser}>
      <div className={classes.head}>
        <h2>{t('title')}</h2>
        <Button size="compact-xs" variant="subtle" disabled={onReset === undefined} onClick={onReset}>
          {t('reset')}
        </Button>
      </div>
      <div className={classes.lists}>
        <ul className={classes.list} aria-label={t('shown')}>
          {shown.map((column, i) => (
            <li
              key={column.id}
              className={classes.item}
              draggable
              data-over={over === column.id || undefined}
              onDragStart={(event) => {
                event.dataTransfer.effectAllowed = 'move';
                setDragged(column.id);
              }}
              onDragOver={(event) => {
                event.preventDefault();
                setOver(column.id);
              }}
              onDragLeave={() => setOver(undefined)}
              onDragEnd={() => setDragged(undefined)}
              onDrop={(event) => drop(event, column.id)}
            >
              <Choice
                column={column}
                checked
                onChange={() => choose(shown.filter((candidate) => candidate !== column))}
              />
              <Mover
                label={t('up', { column: safeText(column.header) })}
                disabled={i === 0}
                Icon={ArrowUp}
                onClick={() => choose(movedTo(shown, column.id, i - 1))}
              />
              <Mover
                label={t('down', { column: safeText(column.header) })}
                disabled={i === shown.length - 1}
                Icon={ArrowDown}
                onClick={() => choose(movedTo(shown, column.id, i + 1))}
              />
            </li>
          ))}
        </ul>
        {whole === undefined ? null : (
          <label className={classes.whole}>
            <input
              type="checkbox"
              checked={whole}
              aria-describedby={wholeHint}
              onChange={() => onCols(writeColumnChoice(shown, columns), !whole)}
            />
            <span>
              {t('whole.title')}
              <span id={wholeHint} className={classes.wholeHint}>
                {t('whole.hint')}
              </span>
            </span>
          </label>
        )}
        {hidden.length === 0 ? null : (
          <>
            <h3 className={classes.subhead}>{t('hidden')}</h3>
            <ul className={classes.list} aria-label={t('hidden')}>
              {hidden.map((column) => (
                <li key={column.id} className={classes.item}>
                  <Choice column={column} checked={false} onChange={() => choose([...shown, column])} />
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
      {addable.length === 0 ? null : <ColumnAdder list={list} onCols={onCols} addable={addable} />}
    </div>
  );
}

function Choice({
  column,
  checked,
  onChange,
}: {
  readonly column: ListColumn;
  readonly checked: boolean;
  readonly onChange: () => void;
}) {
  const { t } = useTranslation('columns');
  const header = safeText(column.header);
  if (isAdded(column) && column.added !== undefined)
    return (
      <span className={classes.choice}>
        <ActionIcon
          size="xs"
          variant="subtle"
          color="gray"
          aria-label={t('remove', { column: header })}
          onClick={onChange}
        >
          <X size={12} aria-hidden="true" />
        </ActionIcon>
        <span className={classes.name} title={safeText(column.description)}>
          {header}
        </span>
        <span className={classes.kind}>{t(`kind.${column.added}`)}</span>
      </span>
    );
  const locked = isLocked(column);
  return (
    <label className={classes.choice} title={locked ? t('locked') : column.left ? t('left') : undefined}>
      <input type="checkbox" checked={checked} disabled={locked} onChange={onChange} />
      <span className={classes.name} title={safeText(column.description)}>
        {header}
      </span>
      {column.left ? <span className={classes.kind}>{t('kind.whole')}</span> : null}
      {column.wide && !column.left ? <span className={classes.kind}>{t('kind.wide')}</span> : null}
    </label>
  );
}

function Mover({
  label,
  disabled,
  Icon,
  onClick,
}: {
  readonly label: string;
  readonly disabled: boolean;
  readonly Icon: typeof ArrowUp;
  readonly onClick: () => void;
}) {
  return (
    <ActionIcon size="xs" variant="subtle" color="gray" aria-label={label} disabled={disabled} onClick={onClick}>
      <Icon size={13} aria-hidden="true" />
    </ActionIcon>
  );
}
