import { TextInput } from '@mantine/core';
import { ProblemError, problem } from '@quarterdeck/shared/problem';
import { apiPath } from '@quarterdeck/shared/resource-path';
import { useQuery } from '@tanstack/react-query';
import { problemOfError } from '../../api/api-fetch.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { useWords } from '../../ui/use-words.ts';
import classes from '../debug/fields.module.css';
import { useSettled } from '../debug/use-settled.ts';
import { type ActionFormProps, type ActionTarget, defineDialog } from '../define-action.ts';
import { evictionVersion } from '../drain/drain-requests.ts';
import { readRefusal } from '../drain/eviction-answer.ts';
import { isGraceSeconds } from '../drain/grace-seconds.ts';
import { shellWord } from '../kubectl-command.ts';
import { EvictionOutlook } from './eviction-outlook.tsx';

interface EvictInput {
  /** of Eviction, as the server takes it; undefined: it is being asked */
  readonly apiVersion: string | undefined;
  /** "": as each pod says itself */
  readonly graceSeconds: string;
}

function EvictForm({ targets, value, onChange }: ActionFormProps<EvictInput>) {
  const t = useWords('deploy');
  const cluster = targets[0]?.ref.cluster ?? '';
  const { data, error, refetch } = useQuery({
    queryKey: ['eviction-version', cluster],
    queryFn: () => evictionVersion(cluster),
    staleTime: Number.POSITIVE_INFINITY,
  });
  useSettled(value, onChange, data === undefined ? {} : { apiVersion: data });
  return (
    <div className={classes.fields}>
      <EvictionOutlook targets={targets} />
      {error === null ? null : <ProblemView problem={problemOfError(error)} compact onRetry={() => void refetch()} />}
      <TextInput
        label={t('evict.grace')}
        placeholder={t('evict.graceOwn')}
        value={value.graceSeconds}
        inputMode="numeric"
        autoComplete="off"
        error={isGraceSeconds(value.graceSeconds) ? undefined : t('evict.graceFault')}
        onChange={({ currentTarget }) => onChange({ ...value, graceSeconds: currentTarget.value.trim() })}
      />
    </div>
  );
}

const pathOf = ({ ref: { resource, namespace, name } }: ActionTarget) =>
  apiPath(resource, { namespace, name, subresource: 'eviction' });

function evictionOf({ ref: { namespace = '', name }, uid }: ActionTarget, { apiVersion, graceSeconds }: EvictInput) {
  const deleteOptions = {
    // not another pod that has taken the name since
    ...(uid === undefined ? {} : { preconditions: { uid } }),
    ...(graceSeconds === '' ? {} : { gracePeriodSeconds: Number(graceSeconds) }),
  };
  return {
    apiVersion,
    kind: 'Eviction',
    metadata: { name, namespace },
    ...(Object.keys(deleteOptions).length === 0 ? {} : { deleteOptions }),
  };
}

/** Evictions one by one: never a deletion, so that budgets have their say. */
export const evictDialog = defineDialog<EvictInput>({
  says: { title: 'deploy:evict.title', proceed: 'deploy:evict.proceed' },
  dryRun: true,
  form: {
    initial: () => ({ apiVersion: undefined, graceSeconds: '' }),
    view: (props) => <EvictForm {...props} />,
    fault: ({ apiVersion, graceSeconds }) =>
      apiVersion === undefined || !isGraceSeconds(graceSeconds)
        ? { key: 'deploy:evict.graceFault', quiet: true }
        : undefined,
  },
  plan: (targets) => ({ key: 'deploy:evict.plan', values: { count: targets.length } }),
  async run(target, api, input) {
    try {
      await api.request(pathOf(target), { method: 'POST', body: JSON.stringify(evictionOf(target, input)) });
    } catch (error) {
      const answer = readRefusal(error);
      if (answer.kind === 'gone') return;
      if (answer.kind !== 'budget') throw error;
      const { budget, message } = answer;
      throw new ProblemError(
        problem('qd.api.eviction-refused', 'The disruption budget allows no eviction now', {
          detail: message,
          params: { budget, message },
        }),
      );
    }
  },
  kubectl: (target, input) =>
    `echo ${shellWord(JSON.stringify(evictionOf(target, input)))} | kubectl create --raw ${shellWord(pathOf(target))} -f -`,
});
