import '@mantine/core/styles/Checkbox.css';
import { Checkbox, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import i18next from 'i18next';
import { useId } from 'react';
import { problemOfError } from '../../api/api-fetch.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { useWords } from '../../ui/use-words.ts';
import classes from '../debug/fields.module.css';
import { useSettled } from '../debug/use-settled.ts';
import { type ActionFormProps, type ActionTarget, defineDialog } from '../define-action.ts';
import { isCronJob, isJob } from '../jobs/job-kinds.ts';
import { nameSuffix, newJobName } from '../jobs/new-job.ts';
import { againCommand, createJob, jobOnceMore } from '../jobs/write-job.ts';
import { CauseField } from '../rollout/cause-fields.tsx';
import { causeCommand, rolloutCommand } from '../rollout/rollout-command.ts';
import { rollsOut } from '../rollout/rollout-kinds.ts';
import { imagesPatch } from '../rollout/template-patches.ts';
import { writeRollout } from '../rollout/write-rollout.ts';
import { pathOf, readWorkloads } from './read-workloads.ts';
import { type ImageChange, imageChanges, registriesOf, withImages } from './registry-images.ts';

interface RegistryInput {
  readonly from: string;
  readonly to: string;
  /** by the path of the object: what would change; undefined: not read yet */
  readonly changes: Readonly<Record<string, readonly ImageChange[]>> | undefined;
  /** why, for the histories of revisions */
  readonly cause: string;
  /** Jobs, which cannot change, are made anew */
  readonly again: boolean;
  /** ends the names of new Jobs */
  readonly suffix: string;
}

/** What comes of a new image, by kind of what has it. */
const WAYS: readonly { readonly key: string; readonly isOf: (target: ActionTarget) => boolean }[] = [
  { key: 'plan', isOf: (target) => !isCronJob(target) && !isJob(target) },
  { key: 'planCron', isOf: isCronJob },
  { key: 'planJobs', isOf: isJob },
];

/** Lines of the preview. */
const SHOWN = 12;

function RegistryForm({ targets, value, onChange }: ActionFormProps<RegistryInput>) {
  const t = useWords('deploy');
  const id = useId();
  const { data, error } = useQuery({
    queryKey: ['registry-images', targets.map(pathOf)],
    queryFn: ({ signal }) => readWorkloads(targets, signal),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  const registries = data === undefined ? [] : registriesOf(Object.values(data.workloads));
  const { from, to } = value;
  const changes =
    data === undefined
      ? undefined
      : Object.fromEntries(
          Object.entries(data.workloads).map(([path, workload]) => [path, imageChanges(workload, from, to)]),
        );
  useSettled(value, onChange, changes === undefined ? {} : { changes });
  if (error !== null) return <ProblemView problem={problemOfError(error)} compact />;
  const lines = targets.flatMap((target) =>
    changesOf(target, { ...value, changes }).map((change) => ({
      id: pathOf(target),
      name: target.ref.name,
      ...change,
    })),
  );
  const field = (name: 'from' | 'to', more: { list?: string; description?: string }) => (
    <TextInput
      className={classes.mono}
      label={t(`registry.${name}`)}
      value={value[name]}
      spellCheck={false}
      autoComplete="off"
      onChange={({ currentTarget }) => onChange({ ...value, [name]: currentTarget.value.trim() })}
      {...more}
    />
  );
  return (
    <div className={classes.fields}>
      {field('from', { list: id, description: t('registry.hint') })}
      <datalist id={id}>
        {registries.map((registry) => (
          <option key={registry} value={registry} />
        ))}
      </datalist>
      {field('to', {})}
      {targets.some(rollsOut) ? (
        <CauseField cause={value.cause} onCause={(cause) => onChange({ ...value, cause })} />
      ) : null}
      {targets.some(isCronJob) ? <p className={classes.note}>{t('registry.cron')}</p> : null}
      {targets.some(isJob) ? (
        <Checkbox
          label={t('registry.again')}
          description={t('registry.againHint')}
          checked={value.again}
          onChange={({ currentTarget }) => onChange({ ...value, again: currentTarget.checked })}
        />
      ) : null}
      {data === undefined ? <p role="status">{t('registry.reading')}</p> : null}
      {data === undefined || data.unread.length === 0 ? null : (
        <p role="alert">
          {t('registry.unread', {
            count: data.unread.length,
            names: safeText(data.unread.slice(0, SHOWN).join(', ')),
          })}
        </p>
      )}
      {lines.length === 0 ? null : (
        <SimpleTable
          label={t('registry.images')}
          columns={[t('registry.workload'), t('registry.before'), t('registry.after')]}
          rows={lines.slice(0, SHOWN).map(({ id, name, container, init, before, after }) => ({
            id: `${id} ${init} ${container}`,
            cells: [safeText(name), safeText(before), safeText(after)],
          }))}
        />
      )}
      {lines.length > SHOWN ? <p>{t('registry.more', { count: lines.length - SHOWN })}</p> : null}
    </div>
  );
}

/** What is written for a target: Jobs stay as they are unless they are made anew. */
function changesOf(target: ActionTarget, { changes, again }: RegistryInput): readonly ImageChange[] {
  return isJob(target) && !again ? [] : (changes?.[pathOf(target)] ?? []);
}

/** Images from another registry, in many workloads at once; what does not come from the first one stays as it is. */
export const registryDialog = defineDialog<RegistryInput>({
  says: { title: 'deploy:registry.title', proceed: 'deploy:registry.proceed' },
  dryRun: true,
  form: {
    initial: (targets) => ({
      from: '',
      to: '',
      changes: undefined,
      cause: '',
      again: targets.every(isJob),
      suffix: nameSuffix(),
    }),
    view: (props) => <RegistryForm {...props} />,
    fault: (input, targets) => {
      if (input.from === '' || input.changes === undefined) return { key: 'deploy:registry.nothing', quiet: true };
      if (input.from === input.to) return { key: 'deploy:registry.same' };
      return targets.some((target) => changesOf(target, input).length > 0)
        ? undefined
        : { key: 'deploy:registry.nothing' };
    },
  },
  plan: (targets, input) => {
    const plans = WAYS.map(({ key, isOf }) => ({
      key: `deploy:registry.${key}`,
      values: { count: targets.filter(isOf).reduce((sum, target) => sum + changesOf(target, input).length, 0) },
    }));
    const concerned = plans.filter(({ values }) => values.count > 0);
    const [only, ...others] = concerned;
    if (others.length === 0) return only ?? { key: 'deploy:registry.plan', values: { count: 0 } };
    const parts = concerned.map(({ key, values }) => i18next.t(key, values)).join(' ');
    return { key: 'deploy:registry.planMixed', values: { parts } };
  },
  async run(target, api, input) {
    if (isJob(target) && !input.again) return;
    // what it is now, not what it was when the dialog read it
    const present = (await api.request(pathOf(target))) as KubeObject;
    const changes = imageChanges(present, input.from, input.to);
    if (changes.length === 0) return;
    if (isJob(target)) {
      const name = newJobName(target.ref.name, 'again', input.suffix);
      await createJob(target, api, await jobOnceMore(withImages(present, changes), name, api));
      return;
    }
    const patch = imagesPatch({
      images: changes.map(({ container, init, after }) => ({ name: container, init, image: after })),
      cause: rollsOut(target) ? input.cause.trim() : '',
      pause: false,
    });
    const body = isCronJob(target) ? { spec: { jobTemplate: patch } } : patch;
    await writeRollout(target, api, 'strategic', body, 'registry');
  },
  kubectl: (target, input) => {
    const changes = changesOf(target, input);
    const images = changes.map(({ container, after }) => `${container}=${after}`);
    if (images.length === 0 && isJob(target)) return `# ${target.ref.name}: a Job cannot change`;
    if (isJob(target))
      return againCommand(target.ref, newJobName(target.ref.name, 'again', input.suffix), ...changes.map(assignment));
    return [
      rolloutCommand(['set', 'image'], target.ref, ...(images.length === 0 ? ['…'] : images)),
      ...(rollsOut(target) ? causeCommand(target.ref, input.cause.trim()) : []),
    ].join(' && ');
  },
});

/** For jq. */
function assignment({ container, init, after }: ImageChange): string {
  const list = `.spec.template.spec.${init ? 'initContainers' : 'containers'}`;
  return `(${list}[] | select(.name == ${JSON.stringify(container)}) | .image) = ${JSON.stringify(after)}`;
}
