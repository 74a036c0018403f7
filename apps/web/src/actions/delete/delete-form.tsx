import { NativeSelect, TextInput } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import type { ActionFormProps } from '../define-action.ts';
import classes from './delete-form.module.css';
import { type DeleteInput, GRACES, PROPAGATIONS, wordToType } from './delete-input.ts';

/** What goes with the objects, how they are to go, and the word to type where much is at stake. */
export default function DeleteForm({ targets, value, onChange }: ActionFormProps<DeleteInput>) {
  const t = useWords('actions');
  const { propagation, grace, seconds, typed } = value;
  const deletion = targets[0]?.deletion;
  const word = wordToType(targets);
  const confirm = useRef<HTMLInputElement>(null);
  // it is loaded after the dialog has looked for something to focus
  useEffect(() => confirm.current?.focus(), []);
  const set = (change: Partial<DeleteInput>) => onChange({ ...value, ...change });
  const count = targets.length;
  const said = [
    ...(deletion?.takes === undefined || propagation === 'Orphan' ? [] : [deletion.takes]),
    ...(deletion?.bringsBack === undefined ? [] : [deletion.bringsBack]),
    ...(deletion?.data === undefined ? [] : [deletion.data]),
    ...(propagation === 'Orphan' ? ['delete.orphaned'] : []),
  ];
  return (
    <div className={classes.form}>
      {said.map((key) => (
        <p key={key} className={classes.said} data-typed={deletion?.typed || undefined}>
          {t(key, { count })}
        </p>
      ))}
      <details className={classes.options} open={propagation !== 'Background' || grace !== 'default' || undefined}>
        <summary>{t('delete.options')}</summary>
        <div className={classes.fields}>
          <NativeSelect
            size="xs"
            label={t('delete.propagation.label')}
            description={t(`delete.propagation.${propagation}.hint`)}
            data={PROPAGATIONS.map((id) => ({ value: id, label: t(`delete.propagation.${id}.title`) }))}
            value={propagation}
            onChange={({ currentTarget }) =>
              set({ propagation: PROPAGATIONS.find((id) => id === currentTarget.value) ?? 'Background' })
            }
          />
          {deletion?.graceful ? (
            <>
              <NativeSelect
                size="xs"
                label={t('delete.grace.label')}
                description={t(`delete.grace.${grace}.hint`)}
                data={GRACES.map((id) => ({ value: id, label: t(`delete.grace.${id}.title`) }))}
                value={grace}
                onChange={({ currentTarget }) =>
                  set({ grace: GRACES.find((id) => id === currentTarget.value) ?? 'default' })
                }
              />
              {grace === 'seconds' ? (
                <TextInput
                  size="xs"
                  inputMode="numeric"
                  label={t('delete.grace.input')}
                  value={seconds}
                  onChange={({ currentTarget }) => set({ seconds: currentTarget.value.trim() })}
                />
              ) : null}
            </>
          ) : null}
        </div>
      </details>
      {grace === 'force' ? (
        <p className={classes.warning}>
          <TriangleAlert size={16} aria-hidden="true" />
          {t('delete.forceWarning', { count })}
        </p>
      ) : null}
      {word === undefined ? null : (
        <TextInput
          size="xs"
          autoComplete="off"
          spellCheck={false}
          ref={confirm}
          label={t(count === 1 ? 'delete.typeName' : 'delete.typeCount', { word: safeText(word) })}
          value={typed}
          onChange={({ currentTarget }) => set({ typed: currentTarget.value })}
        />
      )}
    </div>
  );
}
