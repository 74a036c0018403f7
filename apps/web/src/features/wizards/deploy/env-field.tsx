import { useWords } from '../../../ui/use-words.ts';
import { TextField } from '../text-field.tsx';
import { useNames } from '../use-names.ts';
import { ChoiceField } from './choice-field.tsx';
import { ENV_SOURCES, type EnvInput, envFaults } from './deploy-plan.ts';
import { RowsField } from './rows-field.tsx';

interface EnvFieldProps {
  readonly cluster: string;
  readonly namespace: string;
  readonly rows: readonly EnvInput[];
  readonly onChange: (rows: readonly EnvInput[]) => void;
}

/** Environment variables: typed, or a key of a ConfigMap or Secret of the namespace. */
export function EnvField({ cluster, namespace, rows, onChange }: EnvFieldProps) {
  const t = useWords('deploy');
  const faults = envFaults(rows);
  const path = (plural: string, source: string) =>
    rows.some((row) => row.source === source) && /^[a-z0-9-]+$/.test(namespace)
      ? `/api/v1/namespaces/${namespace}/${plural}`
      : undefined;
  const names = {
    configMap: useNames(cluster, path('configmaps', 'configMap')),
    secret: useNames(cluster, path('secrets', 'secret')),
    value: undefined,
  };
  return (
    <RowsField
      legend={t('field.env')}
      hint={t('hint.env')}
      rows={rows}
      make={(id): EnvInput => ({ id, name: '', source: 'value', value: '', key: '' })}
      addWords={t('env.add')}
      removeWords={(number) => t('env.remove', { number })}
      onChange={onChange}
    >
      {({ name, source, value, key }, change, number) => {
        const suggestions = names[source];
        return (
          <>
            <TextField
              label={t('env.name')}
              value={name}
              error={faults[number - 1] === 'wrong' ? t('fault.env') : undefined}
              onChange={(next) => change({ name: next.trim() })}
            />
            <ChoiceField
              label={t('env.source')}
              value={source}
              values={ENV_SOURCES}
              words={(one) => t(`env.${one}`)}
              onChange={(next) => change({ source: next, value: '', key: '' })}
            />
            <TextField
              label={t(source === 'value' ? 'env.value' : 'env.object')}
              value={value}
              onChange={(next) => change({ value: next })}
              {...(suggestions === undefined ? {} : { suggestions })}
            />
            {source === 'value' ? null : (
              <TextField label={t('env.key')} value={key} onChange={(next) => change({ key: next.trim() })} />
            )}
          </>
        );
      }}
    </RowsField>
  );
}
