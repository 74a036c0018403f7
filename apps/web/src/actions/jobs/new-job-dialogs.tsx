import { TextInput } from '@mantine/core';
import { apiPath } from '@quarterdeck/shared/resource-path';
import type { KubeObject } from '../../api/kube-object.ts';
import { listAt, textAt } from '../../api/read-field.ts';
import { useWords } from '../../ui/use-words.ts';
import classes from '../debug/fields.module.css';
import { type ActionApi, type ActionFormProps, type ActionTarget, defineDialog } from '../define-action.ts';
import { createCommand } from './job-kinds.ts';
import { jobOfCronJob, nameFault, nameSuffix, newJobName } from './new-job.ts';
import { againCommand, createJob, jobOnceMore } from './write-job.ts';

interface NewJobInput {
  /** as typed, for one object */
  readonly name: string;
  /** ends the names where there are several */
  readonly suffix: string;
}

/** Both dialogs differ in what they make the Job of. */
interface Maker {
  readonly mark: 'manual' | 'again';
  readonly plan: (targets: readonly ActionTarget[]) => string;
  readonly make: (object: KubeObject, name: string, api: ActionApi) => object | Promise<object>;
  readonly command: (target: ActionTarget, name: string) => string;
}

function newJobDialog({ mark, plan, make, command }: Maker) {
  const nameOf = ({ ref }: ActionTarget, { name, suffix }: NewJobInput) => name || newJobName(ref.name, mark, suffix);
  return defineDialog<NewJobInput>({
    says: { title: `jobs:${mark}.title`, proceed: `jobs:${mark}.proceed` },
    dryRun: true,
    form: {
      initial: (targets) => {
        const suffix = nameSuffix();
        const [only, ...others] = targets;
        return { name: only === undefined || others.length > 0 ? '' : newJobName(only.ref.name, mark, suffix), suffix };
      },
      view: (props) => <NameField {...props} />,
      fault: ({ name }, targets) => {
        const fault = targets.length === 1 ? nameFault(name) : undefined;
        return fault === undefined ? undefined : { key: `jobs:${fault}` };
      },
    },
    plan: (targets) => ({ key: `jobs:${plan(targets)}`, values: { count: targets.length } }),
    run: async (target, api, input) => {
      const object = (await api.request(apiPath(target.ref.resource, target.ref))) as KubeObject;
      await createJob(target, api, await make(object, nameOf(target, input), api));
    },
    kubectl: (target, input) => command(target, input === undefined ? '…' : nameOf(target, input)),
  });
}

function NameField({ targets, value, onChange }: ActionFormProps<NewJobInput>) {
  const t = useWords('jobs');
  if (targets.length > 1) return <p className={classes.note}>{t('new.names', { suffix: value.suffix })}</p>;
  return (
    <div className={`${classes.fields} ${classes.mono}`}>
      <TextInput
        label={t('new.name')}
        description={t('new.nameHint')}
        value={value.name}
        onChange={({ currentTarget }) => onChange({ ...value, name: currentTarget.value.trim() })}
      />
    </div>
  );
}

/** CTL-44: a run of a CronJob now, as `kubectl create job --from` makes one; its schedule goes on as before. */
export const trigger = newJobDialog({
  mark: 'manual',
  plan: ([first, ...others]) => {
    const cronJob = others.length === 0 ? first?.object : undefined;
    if (cronJob === undefined || listAt(cronJob, 'status.active').length === 0) return 'manual.plan';
    return textAt(cronJob, 'spec.concurrencyPolicy') === 'Allow' ? 'manual.beside' : 'manual.against';
  },
  make: jobOfCronJob,
  command: createCommand,
});

/** CTL-43: the same once more as a new Job; the old one stays, with what it has to say. */
export const runAgain = newJobDialog({
  mark: 'again',
  plan: () => 'again.plan',
  make: jobOnceMore,
  command: ({ ref }, name) => againCommand(ref, name),
});
