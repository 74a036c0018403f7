import { Button, Group, TextInput } from '@mantine/core';
import { parseLabelSelector } from '@quarterdeck/shared/label-selector';
import { type FormEvent, useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RowStore } from '../../live/row-store.ts';
import { safeText } from '../../ui/safe-text.ts';
import { FaultAt } from './fault-at.tsx';
import { proposeLabels } from './label-proposals.ts';
import classes from './selector-editor.module.css';

export interface SelectorEditorProps {
  readonly labels: string;
  readonly fields: string;
  readonly store: RowStore;
  readonly labelsOnly?: boolean;
  readonly onApply: (selectors: { readonly l: string; readonly f: string }) => void;
}

/** Rows that labels are proposed from. */
const SAMPLE = 400;
const SHOWN = 12;

/** Label and field selector as kubectl takes them. A fault is shown at its place before anything is asked of the server. */
export function SelectorEditor({ labels, fields, store, labelsOnly = false, onApply }: SelectorEditorProps) {
  const { t } = useTranslation('list');
  const [typed, setTyped] = useState({ l: labels, f: fields });
  const faultId = useId();
  const { fault } = parseLabelSelector(typed.l);
  const proposals = useMemo(() => proposeLabels(store.sample(SAMPLE), SHOWN), [store]);

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (fault === undefined) onApply({ l: typed.l.trim(), f: typed.f.trim() });
  }

  return (
    <form className={classes.editor} onSubmit={submit}>
      <TextInput
        data-autofocus
        size="sm"
        label={t('selector.labels')}
        description={t('selector.labelsHint')}
        placeholder="app=web,tier in (front,back),!canary"
        value={typed.l}
        spellCheck={false}
        autoComplete="off"
        error={fault !== undefined}
        aria-describedby={fault === undefined ? undefined : faultId}
        onChange={(event) => setTyped({ ...typed, l: event.currentTarget.value })}
        classNames={{ input: classes.mono ?? '' }}
      />
      {fault === undefined ? null : (
        <FaultAt id={faultId} text={typed.l} {...fault} why={t(`selector.fault.${fault.code}`)} />
      )}
      {proposals.length === 0 ? null : (
        <fieldset className={classes.proposals}>
          <legend>{t('selector.proposals')}</legend>
          {proposals.map(({ text, count }) => (
            <Button
              key={text}
              size="compact-xs"
              variant="default"
              className={classes.mono}
              onClick={() => setTyped({ ...typed, l: typed.l.trim() === '' ? text : `${typed.l.trim()},${text}` })}
            >
              {safeText(text)} · {count}
            </Button>
          ))}
        </fieldset>
      )}
      {labelsOnly ? null : (
        <TextInput
          size="sm"
          label={t('selector.fields')}
          description={t('selector.fieldsHint')}
          placeholder="status.phase!=Running"
          value={typed.f}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setTyped({ ...typed, f: event.currentTarget.value })}
          classNames={{ input: classes.mono ?? '' }}
        />
      )}
      <Group justify="flex-end" gap="xs">
        <Button size="xs" variant="default" onClick={() => onApply({ l: '', f: '' })}>
          {t('selector.clear')}
        </Button>
        <Button size="xs" type="submit" disabled={fault !== undefined}>
          {t('selector.apply')}
        </Button>
      </Group>
    </form>
  );
}
