import { NativeSelect, TextInput } from '@mantine/core';
import { problemOfError } from '../../api/api-fetch.ts';
import {
  isRefused,
  readStrategy,
  replicasOf,
  rolloutBounds,
  type Strategy,
} from '../../kinds/rollout/rollout-bounds.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { useWords } from '../../ui/use-words.ts';
import classes from '../debug/fields.module.css';
import { type DialogFormProps, forOne } from '../debug/for-one.tsx';
import { useSettled } from '../debug/use-settled.ts';
import { useTargetObject } from '../debug/use-target-object.ts';
import { type ActionFault, defineDialog } from '../define-action.ts';
import { kubectlCommand } from '../kubectl-command.ts';
import { strategyPatch } from './template-patches.ts';
import { writeRollout } from './write-rollout.ts';

interface StrategyInput {
  /** as typed; undefined: still being read */
  readonly strategy: Strategy | undefined;
  readonly before: Strategy | undefined;
  readonly replicas: number;
}

const TYPES = ['RollingUpdate', 'Recreate'];
const AMOUNTS = ['maxSurge', 'maxUnavailable'] as const;

function StrategyForm({ target, value, onChange }: DialogFormProps<StrategyInput>) {
  const t = useWords('rollout');
  const { object, isOld, error } = useTargetObject(target);
  const read = object === undefined || isOld ? undefined : readStrategy(object);
  useSettled(
    value,
    onChange,
    read === undefined ? {} : { before: read, strategy: value.strategy ?? read, replicas: replicasOf(object) },
  );
  const { strategy, replicas } = value;
  if (error !== undefined) return <ProblemView problem={problemOfError(error)} compact />;
  if (strategy === undefined) return null;
  const bounds = rolloutBounds(replicas, strategy);
  return (
    <div className={classes.fields}>
      <NativeSelect
        label={t('strategy.type')}
        description={t(strategy.type === 'Recreate' ? 'strategy.recreate' : 'strategy.rolling')}
        value={strategy.type}
        data={TYPES}
        onChange={({ currentTarget }) => onChange({ ...value, strategy: { ...strategy, type: currentTarget.value } })}
      />
      {strategy.type === 'Recreate' ? null : (
        <div className={classes.pair}>
          {AMOUNTS.map((name) => (
            <TextInput
              key={name}
              label={name}
              description={t(`strategy.${name}`)}
              placeholder="25%"
              value={strategy[name]}
              onChange={({ currentTarget }) =>
                onChange({ ...value, strategy: { ...strategy, [name]: currentTarget.value.trim() } })
              }
            />
          ))}
        </div>
      )}
      {bounds === undefined ? null : (
        <p className={classes.strong} role="status">
          {t('strategy.bounds', { count: replicas, least: bounds.least, most: bounds.most })}
        </p>
      )}
    </div>
  );
}

function faultOf({ strategy, before, replicas }: StrategyInput): ActionFault | undefined {
  if (strategy === undefined || before === undefined) return { key: 'rollout:strategy.type', quiet: true };
  if (rolloutBounds(replicas, strategy) === undefined) return { key: 'rollout:strategy.amount' };
  if (isRefused(strategy)) return { key: 'rollout:strategy.refused' };
  return JSON.stringify(strategyPatch(strategy)) === JSON.stringify(strategyPatch(before))
    ? { key: 'rollout:strategy.type', quiet: true }
    : undefined;
}

const patchOf = ({ strategy }: StrategyInput): object => (strategy === undefined ? {} : strategyPatch(strategy));

/** How a Deployment replaces its pods, with what that comes to in pods (OPS-099, CTL-38). */
export const strategyDialog = defineDialog<StrategyInput>({
  says: { title: 'rollout:strategy.title', proceed: 'rollout:strategy.proceed' },
  dryRun: true,
  form: {
    initial: () => ({ strategy: undefined, before: undefined, replicas: 1 }),
    view: forOne(StrategyForm),
    fault: faultOf,
  },
  plan: () => ({ key: 'rollout:strategy.plan' }),
  run: (target, api, input) => writeRollout(target, api, 'merge', patchOf(input)),
  kubectl: ({ ref }, input) => kubectlCommand('patch', ref, '--type=merge', '-p', JSON.stringify(patchOf(input))),
});
