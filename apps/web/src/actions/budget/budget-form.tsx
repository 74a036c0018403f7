import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { problemOfError } from '../../api/api-fetch.ts';
import { useDiscovery } from '../../api/discovery.ts';
import { selectorText } from '../../kinds/pointers.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import classes from '../debug/fields.module.css';
import type { DialogFormProps } from '../debug/for-one.tsx';
import { rightToSet, useMissingRight, useSettled } from '../debug/use-settled.ts';
import { isSubdomain } from '../scale/autoscale-input.ts';
import {
  amountOf,
  BOUNDS,
  type BudgetInput,
  type BudgetRead,
  boundOf,
  budgetOutcome,
  fieldText,
} from './budget-input.ts';
import { budgetRight } from './is-budget.ts';
import { readBudget } from './read-budget.ts';

/** Names that are shown. */
const NAMES = 8;

/** The bound of one budget, and what it comes to for the pods that it covers, before it is written. */
export function BudgetForm({ target, value, onChange }: DialogFormProps<BudgetInput>) {
  const t = useWords('budget');
  const { cluster, namespace, name } = target.ref;
  const { resources } = useDiscovery(cluster);
  const { data, error } = useQuery({
    queryKey: ['budget', cluster, namespace, target.ref.resource.resource, name, resources.length],
    queryFn: ({ signal }) => readBudget(target, resources, signal),
    enabled: resources.length > 0,
    // what is edited is what was there when the form was opened
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  // to make one, or to change the one that is there: it takes either right to come here
  const block = useMissingRight(
    cluster,
    data === undefined ? [] : [rightToSet((verb) => budgetRight(verb, target), data.existing)],
  );
  useSettled(value, onChange, data === undefined ? {} : { read: data, block });
  const { read } = value;
  if (read === undefined)
    return error === null ? <p>{t('reading')}</p> : <ProblemView problem={problemOfError(error)} compact />;
  const bound = boundOf(value);
  const field = (id: keyof BudgetInput['typed'], label: string, isGood: boolean, description?: string) => (
    <TextInput
      label={label}
      description={description}
      value={fieldText(value, id)}
      spellCheck={false}
      autoComplete="off"
      error={isGood ? undefined : t(`fault.${id}`)}
      onChange={({ currentTarget }) =>
        onChange({ ...value, typed: { ...value.typed, [id]: currentTarget.value.trim() } })
      }
    />
  );
  const amount = fieldText(value, 'amount');
  return (
    <div className={classes.fields}>
      {read.existing === undefined ? null : (
        <p className={classes.note}>{t('exists', { name: safeText(read.existing.metadata.name) })}</p>
      )}
      {read.names.length < 2 ? null : (
        <p className={classes.strong}>{t('several', { names: safeText(read.names.join(', ')) })}</p>
      )}
      {read.existing !== undefined || read.owner === undefined ? null : (
        <p className={classes.strong} role="alert">
          {t('owned', { name: safeText(name), kind: safeText(read.owner.kind), owner: safeText(read.owner.name) })}
        </p>
      )}
      {read.existing === undefined ? field('name', t('name'), isSubdomain(fieldText(value, 'name'))) : null}
      <NativeSelect
        label={t('bound')}
        value={bound}
        data={BOUNDS.map((each) => ({ value: each, label: t(`of.${each}`) }))}
        onChange={({ currentTarget }) => {
          const { amount: _, ...typed } = value.typed;
          onChange({ ...value, typed, bound: BOUNDS.find((each) => each === currentTarget.value) ?? bound });
        }}
      />
      {field('amount', t('amount'), amountOf(amount) !== undefined, t('amountHint'))}
      <Preview input={value} read={read} />
    </div>
  );
}

/** Which pods it covers and how many may go; what makes it useless, or a drain endless. */
function Preview({ input, read }: { readonly input: BudgetInput; readonly read: BudgetRead }) {
  const t = useWords('budget');
  const { pods, wanted, selector } = read;
  const outcome = budgetOutcome(boundOf(input), fieldText(input, 'amount'), read);
  const names = pods.slice(0, NAMES).map(({ name }) => name);
  const text = selectorText({ selector }, 'selector');
  return (
    <>
      <p className={classes.note}>
        {t(read.more ? 'coversMore' : 'covers', { count: pods.length, selector: safeText(text) })}{' '}
        {safeText(names.join(', '))}
        {pods.length > names.length ? ' …' : ''}
      </p>
      {outcome === undefined || read.more ? null : (
        <p className={classes.text} role="status">
          {t('outcome', { healthy: outcome.healthy, count: wanted, needed: outcome.needed, allowed: outcome.allowed })}
        </p>
      )}
      {outcome === undefined || read.more || wanted === 0 ? null : outcome.most === 0 ? (
        <p className={classes.strong}>{t('never')}</p>
      ) : outcome.needed === 0 ? (
        <p className={classes.strong}>{t('useless')}</p>
      ) : null}
    </>
  );
}
