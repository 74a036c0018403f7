import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { problemOfError } from '../../api/api-fetch.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { useWords } from '../../ui/use-words.ts';
import classes from '../debug/fields.module.css';
import { useSettled } from '../debug/use-settled.ts';
import { type ActionFormProps, type ActionTarget, defineDialog } from '../define-action.ts';
import { rolloutCommand } from '../rollout/rollout-command.ts';
import { imagesPatch } from '../rollout/template-patches.ts';
import { writeRollout } from '../rollout/write-rollout.ts';
import { pathOf, readWorkloads } from './read-workloads.ts';
import { type ImageChange, imageChanges, registriesOf } from './registry-images.ts';

interface RegistryInput {
  readonly from: string;
  readonly to: string;
  /** by the path of the object: what would change; undefined: not read yet */
  readonly changes: Readonly<Record<string, readonly ImageChange[]>> | undefined;
}

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
    (changes?.[pathOf(target)] ?? []).map((change) => ({ name: target.ref.name, ...change })),
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
          rows={lines.slice(0, SHOWN).map(({ name, container, init, before, after }) => ({
            id: `${name} ${init} ${container}`,
            cells: [safeText(name), safeText(before), safeText(after)],
          }))}
        />
      )}
      {lines.length > SHOWN ? <p>{t('registry.more', { count: lines.length - SHOWN })}</p> : null}
    </div>
  );
}

const changesOf = (target: ActionTarget, input: RegistryInput | undefined) => input?.changes?.[pathOf(target)] ?? [];

/** Images from another registry, in many workloads at once; what does not come from the first one stays as it is. */
export const registryDialog = defineDialog<RegistryInput>({
  says: { title: 'deploy:registry.title', proceed: 'deploy:registry.proceed' },
  dryRun: true,
  form: {
    initial: () => ({ from: '', to: '', changes: undefined }),
    view: (props) => <RegistryForm {...props} />,
    fault: (input, targets) => {
      if (input.from === '' || input.changes === undefined) return { key: 'deploy:registry.nothing', quiet: true };
      if (input.from === input.to) return { key: 'deploy:registry.same' };
      return targets.some((target) => changesOf(target, input).length > 0)
        ? undefined
        : { key: 'deploy:registry.nothing' };
    },
  },
  plan: (targets, input) => ({
    key: 'deploy:registry.plan',
    values: { count: targets.reduce((sum, target) => sum + changesOf(target, input).length, 0) },
  }),
  async run(target, api, { from, to }) {
    // what it is now, not what it was when the dialog read it
    const images = imageChanges(await api.request(pathOf(target)), from, to);
    if (images.length === 0) return;
    await writeRollout(
      target,
      api,
      'strategic',
      imagesPatch({
        images: images.map(({ container, init, after }) => ({ name: container, init, image: after })),
        cause: '',
        pause: false,
      }),
    );
  },
  kubectl: (target, input) => {
    const images = changesOf(target, input).map(({ container, after }) => `${container}=${after}`);
    return rolloutCommand(['set', 'image'], target.ref, ...(images.length === 0 ? ['…'] : images));
  },
});
