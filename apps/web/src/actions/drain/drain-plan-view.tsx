// Checkbox builds on it; it is no part of the first page's styles.
import '@mantine/core/styles/InlineInput.css';
import '@mantine/core/styles/Checkbox.css';
import { Button, Checkbox, Group, TextInput } from '@mantine/core';
import type { Gvr } from '@quarterdeck/shared/resource-path';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOfError } from '../../api/api-fetch.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import { shellWord } from '../kubectl-command.ts';
import classes from '../nodes/nodes.module.css';
import { type DrainOptions, drainFlags, drainPlan, drainSum } from './drain-plan.ts';
import { DrainPods } from './drain-pods.tsx';
import { readForDrain } from './drain-requests.ts';
import { interruptedDrain } from './drain-runs.ts';
import { isGraceSeconds } from './grace-seconds.ts';
import { useEvictionRight } from './use-eviction-right.ts';

const REFRESH_MS = 5000;

/** What the drain would do, with its options; nothing is changed before it is begun. */
export function DrainPlanView({
  cluster,
  node,
  budgets,
  onClose,
  onStart,
}: {
  readonly cluster: string;
  readonly node: string;
  readonly budgets: Gvr | undefined;
  readonly onClose: () => void;
  readonly onStart: (options: DrainOptions) => void;
}) {
  const t = useWords('nodes');
  const actionWords = useWords('actions');
  const [interrupted] = useState(() => interruptedDrain(cluster, node));
  const [options, setOptions] = useState<DrainOptions>(
    interrupted ?? { force: false, deleteEmptyDir: false, graceSeconds: '' },
  );
  const { data, error } = useQuery({
    queryKey: ['drain', cluster, node, budgets?.version],
    queryFn: () => readForDrain(cluster, node, budgets),
    refetchInterval: REFRESH_MS,
    gcTime: 0,
    retry: false,
  });
  const isGraceGood = isGraceSeconds(options.graceSeconds);
  const plan = data === undefined ? [] : drainPlan(data.pods, data.budgets ?? [], options, data.orphans);
  const sum = drainSum(plan);
  const missing = useEvictionRight(cluster, plan);
  const command = `kubectl drain ${shellWord(node)} ${drainFlags(options).join(' ')}`;
  return (
    <div className={classes.stack}>
      {interrupted === undefined ? null : <p className={classes.strong}>{t('drain.interrupted')}</p>}
      <p className={classes.plain}>{t('drain.what')}</p>
      <Checkbox
        label={t('drain.force')}
        checked={options.force}
        onChange={({ currentTarget }) => setOptions({ ...options, force: currentTarget.checked })}
      />
      <Checkbox
        label={t('drain.deleteEmptyDir')}
        checked={options.deleteEmptyDir}
        onChange={({ currentTarget }) => setOptions({ ...options, deleteEmptyDir: currentTarget.checked })}
      />
      <TextInput
        size="xs"
        label={t('drain.grace')}
        placeholder={t('drain.graceOwn')}
        value={options.graceSeconds}
        error={isGraceGood ? undefined : t('drain.graceFault')}
        onChange={({ currentTarget }) => setOptions({ ...options, graceSeconds: currentTarget.value.trim() })}
      />
      {error === null ? null : <ProblemView problem={problemOfError(error)} compact />}
      {data === undefined ? (
        error === null && <p className={classes.dim}>{t('drain.looking')}</p>
      ) : (
        <>
          <p className={classes.plain} role="status">
            {[
              t('drain.sum.taken', { count: sum.taken }),
              t('drain.sum.passed', { count: sum.passed }),
              ...(sum.barred > 0 ? [t('drain.sum.barred', { count: sum.barred })] : []),
              ...(sum.waiting > 0 ? [t('drain.sum.waiting', { count: sum.waiting })] : []),
              ...(sum.never > 0 ? [t('drain.sum.never', { count: sum.never })] : []),
            ].join(' ')}
          </p>
          {data.budgets === null ? <p className={classes.strong}>{t('drain.noBudgets')}</p> : null}
          <DrainPods plan={plan} />
        </>
      )}
      {missing === undefined ? null : (
        <p className={classes.strong} role="alert">
          {actionWords(missing.key, missing.values)}
        </p>
      )}
      <div className={classes.command}>
        <code>{safeText(command)}</code>
        <CopyButton text={() => command} label={t('drain.copy')} />
      </div>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" data-autofocus onClick={onClose}>
          {t('drain.leave')}
        </Button>
        <Button
          color="red.9"
          disabled={data === undefined || sum.barred > 0 || !isGraceGood || missing !== undefined}
          onClick={() => onStart(options)}
        >
          {t(interrupted === undefined ? 'drain.start' : 'drain.takeUp', { node: safeText(node) })}
        </Button>
      </Group>
    </div>
  );
}
