import { TextInput } from '@mantine/core';
import { problemOfError } from '../../api/api-fetch.ts';
import { textAt } from '../../api/read-field.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { useWords } from '../../ui/use-words.ts';
import classes from '../debug/fields.module.css';
import { type DialogFormProps, forOne } from '../debug/for-one.tsx';
import { useSettled } from '../debug/use-settled.ts';
import { useTargetObject } from '../debug/use-target-object.ts';
import { defineDialog } from '../define-action.ts';
import { kubectlCommand } from '../kubectl-command.ts';
import { writePatch } from '../patch/write-patch.ts';

interface ParallelismInput {
  /** as typed; undefined: still being read */
  readonly count: string | undefined;
  readonly before: string;
  readonly completions: string;
}

function ParallelismForm({ target, value, onChange }: DialogFormProps<ParallelismInput>) {
  const t = useWords('jobs');
  const { object, error } = useTargetObject(target);
  const before = textAt(object, 'spec.parallelism') || '1';
  const completions = textAt(object, 'spec.completions');
  useSettled(value, onChange, object === undefined ? {} : { before, completions, count: value.count ?? before });
  if (error !== undefined) return <ProblemView problem={problemOfError(error)} compact />;
  if (value.count === undefined) return null;
  return (
    <div className={classes.fields}>
      <TextInput
        label={t('parallelism.label')}
        description={t('parallelism.now', { count: Number(value.before) })}
        inputMode="numeric"
        value={value.count}
        onChange={({ currentTarget }) => onChange({ ...value, count: currentTarget.value.trim() })}
      />
    </div>
  );
}

const bodyOf = ({ count }: ParallelismInput) => JSON.stringify({ spec: { parallelism: Number(count) } });

/** CTL-43: how many pods of a Job run at once; none pauses it, on servers that cannot suspend it too. */
export const parallelismDialog = defineDialog<ParallelismInput>({
  says: { title: 'jobs:parallelism.title', proceed: 'jobs:parallelism.proceed' },
  dryRun: true,
  form: {
    initial: () => ({ count: undefined, before: '', completions: '' }),
    view: forOne(ParallelismForm),
    fault: ({ count, before }) => {
      if (count === undefined || count === before) return { key: 'jobs:parallelism.label', quiet: true };
      return /^\d{1,9}$/.test(count) ? undefined : { key: 'jobs:parallelism.wrong' };
    },
  },
  plan: (_, { count, completions }) => {
    const wanted = Number(count);
    const most = completions === '' ? wanted : Math.min(wanted, Number(completions));
    return wanted === 0
      ? { key: 'jobs:parallelism.none' }
      : { key: 'jobs:parallelism.plan', values: { count: most, wanted } };
  },
  run: async (target, api, input) => {
    await writePatch(target, { type: 'merge', text: '', body: bodyOf(input) }, api);
  },
  kubectl: ({ ref }, input) =>
    kubectlCommand('patch', ref, '--type=merge', '-p', input === undefined ? '…' : bodyOf(input)),
});
