import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import { ENV_SOURCES, type EnvRow } from './container-edit.ts';
import classes from './env-rows.module.css';

interface EnvRowsProps {
  readonly rows: readonly EnvRow[];
  onChange(rows: readonly EnvRow[]): void;
}

/** The environment of a container: values, keys of ConfigMaps and Secrets; what has another source is only shown. */
export function EnvRows({ rows, onChange }: EnvRowsProps) {
  const t = useWords('rollout');
  const change = (id: number, more: Partial<EnvRow>) =>
    onChange(rows.map((row) => (row.id === id ? { ...row, ...more } : row)));
  const id = 1 + Math.max(-1, ...rows.map((row) => row.id));
  const added: EnvRow = { id, name: '', source: 'value', value: '', key: '', from: undefined };
  const input = { size: 'xs', spellCheck: false, autoComplete: 'off' } as const;
  return (
    <fieldset className={classes.rows}>
      <legend>{t('edit.env')}</legend>
      {rows.map((row) => (
        <div key={row.id} className={classes.row}>
          <TextInput
            {...input}
            aria-label={t('edit.name')}
            placeholder={t('edit.name')}
            value={row.name}
            onChange={({ currentTarget }) => change(row.id, { name: currentTarget.value.trim() })}
          />
          <NativeSelect
            size="xs"
            aria-label={t('edit.source')}
            value={row.source}
            data={(row.source === 'other' ? (['other', ...ENV_SOURCES] as const) : ENV_SOURCES).map((source) => ({
              value: source,
              label: t(`edit.from.${source}`),
            }))}
            onChange={({ currentTarget: { value } }) => {
              const source = ENV_SOURCES.find((each) => each === value);
              if (source !== undefined) change(row.id, { source, value: '', key: '' });
            }}
          />
          {row.source === 'other' ? (
            <span />
          ) : (
            <TextInput
              {...input}
              aria-label={t(row.source === 'value' ? 'edit.value' : 'edit.object')}
              placeholder={t(row.source === 'value' ? 'edit.value' : 'edit.object')}
              value={row.value}
              onChange={({ currentTarget }) => change(row.id, { value: currentTarget.value })}
            />
          )}
          {row.source === 'value' || row.source === 'other' ? (
            <span />
          ) : (
            <TextInput
              {...input}
              aria-label={t('edit.key')}
              placeholder={t('edit.key')}
              value={row.key}
              onChange={({ currentTarget }) => change(row.id, { key: currentTarget.value.trim() })}
            />
          )}
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('edit.remove', { name: safeText(row.name) })}
            onClick={() => onChange(rows.filter((each) => each.id !== row.id))}
          >
            <X size={14} aria-hidden="true" />
          </ActionIcon>
        </div>
      ))}
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={<Plus size={14} aria-hidden="true" />}
        onClick={() => onChange([...rows, added])}
      >
        {t('edit.add')}
      </Button>
    </fieldset>
  );
}
