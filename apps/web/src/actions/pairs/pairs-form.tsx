import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { problemOfError } from '../../api/api-fetch.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import type { ActionFormProps } from '../define-action.ts';
import classes from './pairs-form.module.css';
import { addChange, type PairChange, type PairsField, type PairsInput } from './pairs-input.ts';
import { PresentPairsList } from './present-pairs-list.tsx';
import { usePresentPairs } from './use-present-pairs.ts';

export interface PairsFormProps extends ActionFormProps<PairsInput> {
  readonly field: PairsField;
}

/** Labels or annotations to set and to remove, beside those that are there now. */
export default function PairsForm({ field, targets, value, onChange }: PairsFormProps) {
  const t = useWords('actions');
  const { pairs, read, error } = usePresentPairs(field, targets);
  const first = useRef<HTMLInputElement>(null);
  // it is loaded after the dialog has looked for something to focus
  useEffect(() => first.current?.focus(), []);
  const change = (id: number, wish: Partial<PairChange>) =>
    onChange({ ...value, changes: value.changes.map((line) => (line.id === id ? { ...line, ...wish } : line)) });
  return (
    <div className={classes.form}>
      <ul className={classes.changes} aria-label={t(`pairs.${field}.changes`)}>
        {value.changes.map((line, index) => (
          <li key={line.id} className={classes.change}>
            <NativeSelect
              size="xs"
              aria-label={t('pairs.what')}
              data={[
                { value: 'set', label: t('pairs.set') },
                { value: 'remove', label: t('pairs.remove') },
              ]}
              value={line.remove ? 'remove' : 'set'}
              onChange={({ currentTarget }) => change(line.id, { remove: currentTarget.value === 'remove' })}
            />
            <TextInput
              ref={index === 0 ? first : undefined}
              size="xs"
              className={classes.key}
              aria-label={t('pairs.key')}
              placeholder={t('pairs.key')}
              spellCheck={false}
              autoComplete="off"
              value={line.key}
              onChange={({ currentTarget }) => change(line.id, { key: currentTarget.value })}
            />
            {line.remove ? (
              <span className={classes.value} />
            ) : (
              <TextInput
                size="xs"
                className={classes.value}
                aria-label={t('pairs.value')}
                placeholder={t('pairs.value')}
                spellCheck={false}
                autoComplete="off"
                value={line.value}
                onChange={({ currentTarget }) => change(line.id, { value: currentTarget.value })}
              />
            )}
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('pairs.drop', { key: safeText(line.key) })}
              disabled={value.changes.length === 1}
              onClick={() => onChange({ ...value, changes: value.changes.filter(({ id }) => id !== line.id) })}
            >
              <X size={14} aria-hidden="true" />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <Button
        size="compact-xs"
        variant="subtle"
        className={classes.add}
        leftSection={<Plus size={14} aria-hidden="true" />}
        onClick={() =>
          onChange({
            changes: [...value.changes, { id: value.nextId, key: '', value: '', remove: false }],
            nextId: value.nextId + 1,
          })
        }
      >
        {t('pairs.add')}
      </Button>
      {error ? <ProblemView problem={problemOfError(error)} compact /> : null}
      {pairs === undefined ? (
        error ? null : (
          <p className={classes.heading}>{t('pairs.reading')}</p>
        )
      ) : (
        <PresentPairsList
          field={field}
          pairs={pairs}
          read={read}
          of={targets.length}
          onWish={(wish) => onChange(addChange(value, wish))}
        />
      )}
    </div>
  );
}
