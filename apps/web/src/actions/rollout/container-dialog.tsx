import { NativeSelect, TextInput } from '@mantine/core';
import { problemOfError } from '../../api/api-fetch.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import classes from '../debug/fields.module.css';
import { type DialogFormProps, forOne } from '../debug/for-one.tsx';
import { isImage } from '../debug/image-field.tsx';
import { useSettled } from '../debug/use-settled.ts';
import { useTargetObject } from '../debug/use-target-object.ts';
import { type ActionFault, defineDialog } from '../define-action.ts';
import { kubectlCommand } from '../kubectl-command.ts';
import { CauseFields } from './cause-fields.tsx';
import { AMOUNTS, type ContainerEdit, containerFault, containerPatch, readContainers } from './container-edit.ts';
import { EnvRows } from './env-rows.tsx';
import { rewriteRollout } from './write-rollout.ts';

interface ContainerInput {
  /** as it was when the dialog opened; undefined: still being read */
  readonly object: KubeObject | undefined;
  /** the container that is edited; undefined: the first, as it is */
  readonly edited: ContainerEdit | undefined;
  readonly cause: string;
  readonly pause: boolean;
}

const idOf = ({ list, index }: ContainerEdit) => `${list}/${index}`;

function ContainerForm({ target, value, onChange }: DialogFormProps<ContainerInput>) {
  const t = useWords('rollout');
  const { object, isOld, error } = useTargetObject(target);
  // what was typed belongs to the object as it was read first, not as an older page had it: a change in between refuses the patch
  const read = value.object ?? (isOld ? undefined : object);
  const containers = readContainers(read);
  const edited = value.edited ?? containers[0];
  useSettled(value, onChange, { object: read, edited });
  if (error !== undefined) return <ProblemView problem={problemOfError(error)} compact />;
  if (edited === undefined) return null;
  const change = (more: Partial<ContainerEdit>) => onChange({ ...value, edited: { ...edited, ...more } });
  return (
    <div className={classes.fields}>
      {containers.length < 2 ? null : (
        <NativeSelect
          label={t('edit.container')}
          description={t('edit.containerHint')}
          value={idOf(edited)}
          data={containers.map((each) => ({ value: idOf(each), label: safeText(each.name) }))}
          onChange={({ currentTarget }) =>
            onChange({ ...value, edited: containers.find((each) => idOf(each) === currentTarget.value) })
          }
        />
      )}
      <TextInput
        className={classes.mono}
        label={t('image.of', { name: safeText(edited.name) })}
        value={edited.image}
        spellCheck={false}
        autoComplete="off"
        error={isImage(edited.image) ? undefined : t('image.fault')}
        onChange={({ currentTarget }) => change({ image: currentTarget.value.trim() })}
      />
      <div className={classes.pair}>
        {AMOUNTS.map((name) => (
          <TextInput
            key={name}
            size="xs"
            className={classes.mono}
            label={t(`edit.amount.${name.replace('.', '-')}`)}
            placeholder={name.endsWith('cpu') ? '250m' : '128Mi'}
            value={edited.amounts[name]}
            onChange={({ currentTarget }) =>
              change({ amounts: { ...edited.amounts, [name]: currentTarget.value.trim() } })
            }
          />
        ))}
      </div>
      <EnvRows rows={edited.env} onChange={(env) => change({ env })} />
      <CauseFields target={target} value={value} onChange={onChange} />
    </div>
  );
}

function patchOf({ object, edited, cause, pause }: ContainerInput): readonly object[] {
  if (object === undefined || edited === undefined) return [];
  return containerPatch(object, edited, { cause: cause.trim(), pause });
}

function faultOf(input: ContainerInput): ActionFault | undefined {
  const fault = input.edited === undefined ? undefined : containerFault(input.edited);
  if (fault !== undefined) return { key: `rollout:edit.fault.${fault}`, quiet: fault === 'image' };
  return patchOf(input).length === 0 ? { key: 'rollout:edit.nothing', quiet: true } : undefined;
}

/** Image, environment and resources of one container, without YAML (TUT-21): a rolling update begins. */
export const containerDialog = defineDialog<ContainerInput>({
  says: { title: 'rollout:edit.title', proceed: 'rollout:edit.proceed' },
  dryRun: true,
  form: {
    initial: () => ({ object: undefined, edited: undefined, cause: '', pause: false }),
    view: forOne(ContainerForm),
    fault: faultOf,
  },
  plan: ([target], { edited, pause }) => ({
    key: pause ? 'rollout:edit.planPaused' : 'rollout:edit.plan',
    values: { name: target?.ref.name, container: edited?.name },
  }),
  run: async (target, api, input) => {
    if (input.object === undefined) return;
    await rewriteRollout(target, api, input.object, (object) => patchOf({ ...input, object }));
  },
  kubectl: ({ ref }, input) => kubectlCommand('patch', ref, '--type=json', '-p', JSON.stringify(patchOf(input))),
});
