import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { safeText } from '../../ui/safe-text.ts';
import { addedColumns } from './added-columns.ts';
import { type AddedKind, addedColumnOf, keyFault, writeColumnChoice } from './column-choice.ts';
import classes from './column-chooser.module.css';
import type { ColumnChooserProps } from './column-chooser.tsx';
import { FaultAt } from './fault-at.tsx';
import { proposeLabelKeys } from './label-proposals.ts';
import { useAnnotationKeys } from './use-annotation-keys.ts';

const SAMPLE = 400;
const SHOWN = 6;
const PLACEHOLDER: Record<AddedKind, string> = {
  label: 'app.kubernetes.io/name',
  annotation: 'kubectl.kubernetes.io/restartedAt',
  field: 'spec.nodeName',
};

/** Adds a column for a label, an annotation or a field. A fault is shown at its place before the server is asked. */
export function ColumnAdder({ list, onCols, addable }: Pick<ColumnChooserProps, 'list' | 'onCols' | 'addable'>) {
  const { columns, shown, store } = list;
  const { t } = useTranslation('columns');
  const [kind, setKind] = useState<AddedKind>('label');
  const [key, setKey] = useState('');
  const faultId = useId();
  const listId = useId();
  const labels = useMemo(() => proposeLabelKeys(store.sample(SAMPLE), SHOWN * 2), [store]);
  const annotations = useAnnotationKeys(list, kind === 'annotation', SHOWN * 2);
  const known = { label: labels, annotation: annotations, field: labels }[kind];
  const proposedKind = kind === 'annotation' ? 'annotation' : 'label';
  const proposed = known.filter((one) => !shown.some(({ id }) => id === `${proposedKind}:${one.key}`)).slice(0, SHOWN);
  const fault = key === '' ? undefined : keyFault(kind, key);
  const isThere = shown.some(({ id }) => id === `${kind}:${key}`);

  function add(addedKind: AddedKind, text: string): void {
    const [column] = addedColumns([addedColumnOf(addedKind, text)], [], []);
    if (column === undefined || shown.some(({ id }) => id === column.id)) return;
    onCols(writeColumnChoice([...shown, column], columns));
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (key === '' || fault !== undefined) return;
    add(kind, key);
    setKey('');
  }

  return (
    <form className={classes.adder} onSubmit={submit}>
      <h3 className={classes.subhead}>{t('add')}</h3>
      {proposed.length === 0 ? null : (
        <fieldset className={classes.proposals}>
          <legend>{t(kind === 'annotation' ? 'annotationProposals' : 'proposals')}</legend>
          {proposed.map(({ key: label, count }) => (
            <Button
              key={label}
              size="compact-xs"
              variant="default"
              className={classes.mono}
              title={t(`proposalTitle.${proposedKind}`, { key: safeText(label), count })}
              onClick={() => add(proposedKind, label)}
            >
              {safeText(label)}
            </Button>
          ))}
        </fieldset>
      )}
      <div className={classes.adding}>
        <select
          className={classes.select}
          aria-label={t('what')}
          value={kind}
          onChange={(event) => setKind(addable.find((one) => one === event.currentTarget.value) ?? 'label')}
        >
          {addable.map((one) => (
            <option key={one} value={one}>
              {t(`kind.${one}`)}
            </option>
          ))}
        </select>
        <TextInput
          size="xs"
          aria-label={t(`key.${kind}`)}
          placeholder={PLACEHOLDER[kind]}
          value={key}
          spellCheck={false}
          autoComplete="off"
          list={kind === 'field' ? undefined : listId}
          error={fault !== undefined}
          aria-describedby={fault === undefined ? undefined : faultId}
          onChange={(event) => setKey(event.currentTarget.value.trim())}
          classNames={{ input: classes.mono ?? '' }}
        />
        <datalist id={listId}>
          {known.map(({ key: label }) => (
            <option key={label} value={label} />
          ))}
        </datalist>
        <Button size="xs" type="submit" disabled={key === '' || fault !== undefined || isThere}>
          {t('addButton')}
        </Button>
      </div>
      {fault === undefined ? null : (
        <FaultAt id={faultId} text={key} start={fault.start} end={fault.end} why={t(`fault.${fault.code}`)} />
      )}
      <p className={classes.hint}>{t(`hint.${kind}`)}</p>
    </form>
  );
}
