import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { Selection } from '../../live/selection.ts';
import { gridRole } from '../../ui/grid-roles.ts';
import classes from './select-cell.module.css';

/** Marks the cell of a row whose click selects it. */
const mark = { 'data-select': true } as const;

/** Whether a click or a press is meant for a row's checkbox. */
export function isOnSelect({ target }: { readonly target: EventTarget }): boolean {
  return target instanceof Element && target.closest('[data-select]') !== null;
}

/** A row's checkbox; the whole cell is its target, and the row hears the click. `name` is for people, made safe. */
export function SelectCell({ name, selected }: { readonly name: string; readonly selected: boolean }) {
  const { t } = useTranslation('bulk');
  return (
    <td {...gridRole.cell} {...mark} aria-colindex={1} className={classes.cell}>
      <input
        type="checkbox"
        className={classes.box}
        tabIndex={-1}
        aria-label={t('select', { name })}
        checked={selected}
        readOnly
      />
    </td>
  );
}

/** The checkbox of the header: all that the list shows, whether in sight or not, or nothing. */
export function SelectHead({ selection, matching }: { readonly selection: Selection; readonly matching: number }) {
  const { t } = useTranslation('bulk');
  const { count, shown } = useSyncExternalStore(selection.subscribe, selection.getSummary);
  const all = shown === matching;
  const label = all ? t('clear') : t('all', { count: matching });
  return (
    <th {...gridRole.header} aria-colindex={1} className={classes.cell}>
      <input
        type="checkbox"
        className={classes.box}
        aria-label={label}
        title={label}
        ref={(box) => {
          if (box !== null) box.indeterminate = count > 0 && !all;
        }}
        checked={all}
        onChange={() => (all ? selection.clear() : selection.selectShown())}
      />
    </th>
  );
}
