import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core';
import { apiPath } from '@quarterdeck/shared/resource-path';
import { useQuery } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useEffect } from 'react';
import { k8sJson, problemOfError } from '../../api/api-fetch.ts';
import { TAINT_EFFECTS, taintsOf } from '../../api/scheduling/taints.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import type { DialogFormProps } from '../debug/for-one.tsx';
import classes from './nodes.module.css';
import { TaintEvictions } from './taint-evictions.tsx';
import type { TaintInput, TaintRow } from './taint-input.ts';

/** The taints of a node, one line each, and below whom they would evict. */
export function TaintForm({ target, value, onChange }: DialogFormProps<TaintInput>) {
  const t = useWords('nodes');
  const { cluster, resource, name } = target.ref;
  const { data, error } = useQuery({
    queryKey: ['node-taints', cluster, name],
    queryFn: ({ signal }) => k8sJson<unknown>(cluster, apiPath(resource, { name }), { signal }),
    // what is edited is what was there when the form was opened
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  const isRead = value.base !== undefined;
  useEffect(() => {
    if (data === undefined || isRead) return;
    const base = taintsOf(data);
    onChange({ base, rows: base.map((taint, id) => ({ ...taint, id })) });
  }, [data, isRead, onChange]);

  if (error !== null) return <ProblemView problem={problemOfError(error)} compact />;
  if (!isRead) return <p>{t('taint.reading')}</p>;
  const change = (id: number, part: Partial<TaintRow>) =>
    onChange({ ...value, rows: value.rows.map((row) => (row.id === id ? { ...row, ...part } : row)) });
  return (
    <div className={classes.stack}>
      {value.rows.map((row, index) => (
        <div key={row.id} className={classes.taint}>
          <TextInput
            aria-label={t('taint.key', { number: index + 1 })}
            placeholder={t('taint.keyHint')}
            value={row.key}
            spellCheck={false}
            autoComplete="off"
            onChange={({ currentTarget }) => change(row.id, { key: currentTarget.value.trim() })}
          />
          <TextInput
            aria-label={t('taint.value', { number: index + 1 })}
            placeholder={t('taint.valueHint')}
            value={row.value}
            spellCheck={false}
            autoComplete="off"
            onChange={({ currentTarget }) => change(row.id, { value: currentTarget.value.trim() })}
          />
          <NativeSelect
            aria-label={t('taint.effect', { number: index + 1 })}
            data={[...TAINT_EFFECTS]}
            value={row.effect}
            onChange={({ currentTarget }) => change(row.id, { effect: currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            aria-label={t('taint.remove', { key: safeText(row.key) })}
            onClick={() => onChange({ ...value, rows: value.rows.filter(({ id }) => id !== row.id) })}
          >
            <X size={14} />
          </ActionIcon>
        </div>
      ))}
      {value.rows.length === 0 ? <p className={classes.dim}>{t('taint.none')}</p> : null}
      <Button
        variant="default"
        size="xs"
        className={classes.start}
        leftSection={<Plus size={14} />}
        onClick={() =>
          onChange({
            ...value,
            rows: [
              ...value.rows,
              { id: Math.max(-1, ...value.rows.map(({ id }) => id)) + 1, key: '', value: '', effect: 'NoSchedule' },
            ],
          })
        }
      >
        {t('taint.add')}
      </Button>
      <TaintEvictions cluster={cluster} node={name} input={value} />
    </div>
  );
}
