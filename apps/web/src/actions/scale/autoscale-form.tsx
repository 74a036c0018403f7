import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { problemOfError } from '../../api/api-fetch.ts';
import { useDiscovery } from '../../api/discovery.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import type { DialogFormProps } from '../debug/for-one.tsx';
import { rightToSet, useMissingRight, useSettled } from '../debug/use-settled.ts';
import {
  type AutoscaleInput,
  fieldFault,
  fieldText,
  isShare,
  isV1,
  MEASURED,
  otherMetrics,
} from './autoscale-input.ts';
import { readAutoscale } from './read-autoscale.ts';
import { autoscalerRight } from './scalable.ts';
import classes from './scale.module.css';

const EXAMPLES = { cpu: '500m', memory: '512Mi' };

/** Bounds and metrics of the autoscaler of one object; what would keep it from scaling is said before it is written. */
export function AutoscaleForm({ target, value, onChange }: DialogFormProps<AutoscaleInput>) {
  const t = useWords('scale');
  const { cluster, namespace, name } = target.ref;
  const { resources } = useDiscovery(cluster);
  const { data, error } = useQuery({
    queryKey: ['autoscale', cluster, namespace, target.ref.resource.resource, name, resources.length],
    queryFn: ({ signal }) => readAutoscale(target, resources, signal),
    enabled: resources.length > 0,
    // what is edited is what was there when the form was opened
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  // to make one, or to change the one that is there: it takes either right to come here
  const block = useMissingRight(
    cluster,
    data === undefined ? [] : [rightToSet((verb) => autoscalerRight(verb, target), data.existing)],
  );
  useSettled(value, onChange, data === undefined ? {} : { read: data, block });
  const { read } = value;
  if (read === undefined)
    return error === null ? <p>{t('autoscale.reading')}</p> : <ProblemView problem={problemOfError(error)} compact />;
  const field = (id: keyof AutoscaleInput['typed'], label: string, description?: string) => {
    const fault = fieldFault(value, id);
    return (
      <TextInput
        label={label}
        description={description}
        value={fieldText(value, id)}
        spellCheck={false}
        autoComplete="off"
        error={fault === undefined ? undefined : t(`autoscale.fault.${fault}`)}
        onChange={({ currentTarget }) =>
          onChange({ ...value, typed: { ...value.typed, [id]: currentTarget.value.trim() } })
        }
      />
    );
  };
  const others = otherMetrics(read).length;
  return (
    <div className={classes.stack}>
      <Notes input={value} read={read} />
      {read.existing === undefined ? field('name', t('autoscale.name')) : null}
      <div className={classes.pair}>
        {field('min', t('autoscale.min'))}
        {field('max', t('autoscale.max'))}
      </div>
      <div className={classes.pair}>
        {MEASURED.filter((resource) => resource === 'cpu' || !isV1(read)).map((resource) => (
          <div key={resource}>
            {field(
              resource,
              t(`autoscale.${resource}`),
              isV1(read) ? t('autoscale.hintShare') : t('autoscale.hint', { example: EXAMPLES[resource] }),
            )}
          </div>
        ))}
      </div>
      {others === 0 ? null : <p className={classes.dim}>{t('autoscale.others', { count: others })}</p>}
    </div>
  );
}

/** What is there already, and what would keep it from scaling. */
function Notes({
  input,
  read,
}: {
  readonly input: AutoscaleInput;
  readonly read: NonNullable<AutoscaleInput['read']>;
}) {
  const t = useWords('scale');
  const { target, owner, keeper, names, existing } = read;
  const notes = [
    owner === undefined
      ? undefined
      : t('autoscale.owned', { name: safeText(target.name), kind: safeText(owner.kind), owner: safeText(owner.name) }),
    keeper === undefined
      ? undefined
      : t('owned.maybe', { name: safeText(target.name), kind: safeText(keeper.kind), owner: safeText(keeper.name) }),
    names.length > 1 ? t('autoscale.several', { names: safeText(names.join(', ')) }) : undefined,
    read.hasMetrics ? undefined : t('autoscale.noMetrics'),
    read.replicas === 0 ? t('autoscale.atZero') : undefined,
    ...MEASURED.filter((resource) => read.unrequested[resource].length > 0 && isShare(input, resource)).map(
      (resource) => t('autoscale.noRequest', { resource, containers: safeText(read.unrequested[resource].join(', ')) }),
    ),
  ].filter((note) => note !== undefined);
  return (
    <>
      {existing === undefined ? null : (
        <p className={classes.dim}>{t('autoscale.exists', { name: safeText(existing.metadata.name) })}</p>
      )}
      {notes.map((note) => (
        <p key={note} className={classes.strong}>
          {note}
        </p>
      ))}
    </>
  );
}
