import { NativeSelect, TextInput } from '@mantine/core';
import { apiPath } from '@quarterdeck/shared/resource-path';
import { useId } from 'react';
import { problemOfError } from '../../api/api-fetch.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import fields from '../debug/fields.module.css';
import { type DialogFormProps, forOne } from '../debug/for-one.tsx';
import { useSettled } from '../debug/use-settled.ts';
import { useTargetObject } from '../debug/use-target-object.ts';
import { type ActionDialogPart, type ActionFault, defineDialog } from '../define-action.ts';
import { kubectlCommand } from '../kubectl-command.ts';
import { refuseChanged, writeRollout } from '../rollout/write-rollout.ts';
import {
  daemonBounds,
  partitionSplit,
  readSetFacts,
  readSetStrategy,
  SET_STRATEGIES,
  type SetFacts,
  type SetStrategy,
  setStrategyFault,
  setStrategyPatch,
} from './set-strategy.ts';
import classes from './sets.module.css';

interface StrategyInput {
  /** undefined: still being read */
  readonly strategy: SetStrategy | undefined;
  readonly before: SetStrategy | undefined;
  readonly facts: SetFacts | undefined;
  /** the partition that is proposed */
  readonly proposed: number | undefined;
}

interface PartProps {
  readonly facts: SetFacts;
  readonly strategy: SetStrategy;
  onChange(strategy: SetStrategy): void;
}

function StrategyForm({ target, value, onChange }: DialogFormProps<StrategyInput>) {
  const t = useWords('sets');
  const { object, isOld, error } = useTargetObject(target);
  // what the page had may be older than what a colleague has set since
  const read = object === undefined || isOld ? undefined : readSetStrategy(object);
  const asked = value.proposed === undefined ? {} : { type: 'RollingUpdate', partition: value.proposed };
  const kind = target.ref.resource.resource === 'daemonsets' ? 'DaemonSet' : 'StatefulSet';
  useSettled(
    value,
    onChange,
    read === undefined
      ? {}
      : {
          before: value.before ?? read,
          strategy: value.strategy ?? { ...read, ...asked },
          facts: readSetFacts(object, kind),
        },
  );
  const { strategy, facts } = value;
  if (error !== undefined) return <ProblemView problem={problemOfError(error)} compact />;
  if (strategy === undefined || facts === undefined) return null;
  const change = (next: SetStrategy) => onChange({ ...value, strategy: next });
  const Part = kind === 'DaemonSet' ? DaemonFields : PartitionFields;
  return (
    <div className={fields.fields}>
      <NativeSelect
        label={t('strategy.type')}
        description={t(`strategy.${strategy.type === 'OnDelete' ? 'onDelete' : `rolling${kind}`}`)}
        value={strategy.type}
        data={[...SET_STRATEGIES]}
        onChange={({ currentTarget }) => change({ ...strategy, type: currentTarget.value })}
      />
      {strategy.type === 'OnDelete' ? null : <Part facts={facts} strategy={strategy} onChange={change} />}
    </div>
  );
}

/** A partition by a slider or a number, with the pods that it lets go on and those that it holds back. */
function PartitionFields({ facts, strategy, onChange }: PartProps) {
  const t = useWords('sets');
  const id = useId();
  const { partition } = strategy;
  const { held, updated } = partitionSplit(facts, partition);
  const set = (text: string) => onChange({ ...strategy, partition: text === '' ? Number.NaN : Number(text) });
  return (
    <>
      <label className={classes.label} htmlFor={id}>
        {t('strategy.partition')}
      </label>
      <p className={fields.note}>{t('strategy.partitionHint')}</p>
      <div className={classes.slider}>
        <input
          id={id}
          type="range"
          min={0}
          max={Math.max(facts.count, partition || 0)}
          step={1}
          value={Number.isNaN(partition) ? 0 : partition}
          aria-valuetext={t('strategy.partitionValue', { held: held.length, updated: updated.length })}
          onChange={({ currentTarget }) => set(currentTarget.value)}
        />
        <TextInput
          size="xs"
          inputMode="numeric"
          aria-label={t('strategy.partitionNumber')}
          value={Number.isNaN(partition) ? '' : `${partition}`}
          onChange={({ currentTarget }) => {
            const text = currentTarget.value.trim();
            if (/^\d{0,9}$/.test(text)) set(text);
          }}
        />
      </div>
      <div className={fields.strong} role="status">
        <p className={classes.line}>
          {updated.length === 0 ? t('strategy.updatesNone') : t('strategy.updates', { pods: nameList(updated, t) })}
        </p>
        {held.length === 0 ? null : (
          <p className={classes.line}>{t('strategy.holds', { count: held.length, pods: nameList(held, t) })}</p>
        )}
        {facts.pending ? null : <p className={classes.line}>{t('strategy.noneOnItsWay')}</p>}
      </div>
    </>
  );
}

/** Names of pods at once; between the first and the last of more there are no gaps. */
const MOST_NAMES = 6;

function nameList(names: readonly string[], t: (key: string, values?: Record<string, unknown>) => string): string {
  const [first = '', last = ''] = [names[0], names.at(-1)];
  return safeText(names.length > MOST_NAMES ? t('strategy.range', { first, last }) : names.join(', '));
}

const AMOUNTS = ['maxUnavailable', 'maxSurge'] as const;

function DaemonFields({ facts, strategy, onChange }: PartProps) {
  const t = useWords('sets');
  const bounds = daemonBounds(facts, strategy);
  return (
    <>
      <div className={fields.pair}>
        {AMOUNTS.filter((name) => name !== 'maxSurge' || facts.surges).map((name) => (
          <TextInput
            key={name}
            label={name}
            description={t(`strategy.${name}`)}
            placeholder={name === 'maxSurge' ? '0' : '1'}
            value={strategy[name]}
            onChange={({ currentTarget }) => onChange({ ...strategy, [name]: currentTarget.value.trim() })}
          />
        ))}
      </div>
      {bounds === undefined ? null : (
        <p className={fields.strong} role="status">
          {t('strategy.daemonBounds', { count: facts.count, ...bounds })}
        </p>
      )}
    </>
  );
}

function faultOf({ strategy, before, facts }: StrategyInput): ActionFault | undefined {
  if (strategy === undefined || before === undefined || facts === undefined)
    return { key: 'sets:strategy.type', quiet: true };
  const patches = [strategy, before].map((each) => JSON.stringify(setStrategyPatch(facts, each)));
  return (
    setStrategyFault(facts, strategy) ??
    (patches[0] === patches[1] ? { key: 'sets:strategy.type', quiet: true } : undefined)
  );
}

const patchOf = ({ strategy, facts }: StrategyInput): object =>
  strategy === undefined || facts === undefined ? {} : setStrategyPatch(facts, strategy);

/** How a StatefulSet or DaemonSet replaces its pods, with the pods that are meant (CTL-41, CTL-42, TUT-24); `partition`: what is proposed. */
export function setStrategyDialog(partition?: number): ActionDialogPart<StrategyInput> {
  return defineDialog<StrategyInput>({
    says: { title: 'sets:strategy.title', proceed: 'sets:strategy.proceed' },
    dryRun: true,
    form: {
      initial: () => ({ strategy: undefined, before: undefined, facts: undefined, proposed: partition }),
      view: forOne(StrategyForm),
      fault: faultOf,
    },
    plan: (_, { strategy, facts }) => ({
      key: strategy?.type !== 'OnDelete' && facts?.pending ? 'sets:strategy.planNow' : 'sets:strategy.plan',
    }),
    run: async (target, api, input) => {
      const present = readSetStrategy(await api.request(apiPath(target.ref.resource, target.ref)));
      if (input.before !== undefined) refuseChanged(input.before, present, Object.keys(present));
      await writeRollout(target, api, 'merge', patchOf(input));
    },
    kubectl: ({ ref }, input) => kubectlCommand('patch', ref, '--type=merge', '-p', JSON.stringify(patchOf(input))),
  });
}
