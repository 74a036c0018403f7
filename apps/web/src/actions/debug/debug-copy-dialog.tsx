import '@mantine/core/styles/InlineInput.css';
import '@mantine/core/styles/Checkbox.css';
import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { apiPath } from '@quarterdeck/shared/resource-path';

import type { KubeObject } from '../../api/kube-object.ts';
import { defaultContainer, readContainers } from '../../api/pod-containers.ts';
import { textAt } from '../../api/read-field.ts';
import { makeThrowAwayPod } from '../../api/throw-away.ts';
import { readCommand, type TypedCommand } from '../../ui/argv.ts';
import { CommandField } from '../../ui/command-field.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import { defineDialog } from '../define-action.ts';
import { kubectlCommand, shellWord } from '../kubectl-command.ts';
import { type DebugCopy, debugCopy } from './copy-manifest.ts';
import classes from './fields.module.css';
import { type DialogFormProps, forOne } from './for-one.tsx';
import { ImageField, isImage } from './image-field.tsx';
import { LeftOver } from './left-over.tsx';
import { openWhenClosed } from './open-when-closed.ts';
import { isPodName } from './pod-name.ts';
import { randomSuffix } from './random-suffix.ts';
import { type Blockable, podRight, useMissingRight, useSettled } from './use-settled.ts';
import { useTargetObject } from './use-target-object.ts';

interface DebugCopyInput extends Blockable, Omit<DebugCopy, 'argv' | 'image' | 'container'> {
  readonly command: TypedCommand;
  /** null: not chosen, so the main one */
  readonly container: string | null;
  /** null: the container's own, which is filled in once it is known */
  readonly image: string | null;
  readonly ownImage: string;
}

const SWITCHES = ['throwAway', 'sameNode', 'shareProcesses', 'keepLabels'] as const;

function DebugCopyForm({ target, value, onChange }: DialogFormProps<DebugCopyInput>) {
  const t = useWords('debug');
  const { cluster, namespace = '' } = target.ref;
  const { object } = useTargetObject(target);
  const missing = useMissingRight(cluster, [podRight(namespace, 'create'), podRight(namespace, 'create', 'exec')]);
  const containers = object === undefined ? [] : readContainers(object).filter(({ role }) => role === 'main');
  const chosen = value.container ?? (object === undefined ? undefined : defaultContainer(object, containers));
  const own = textAt(containers.find(({ name }) => name === chosen)?.spec, 'image');
  useSettled(value, onChange, {
    block: missing,
    ownImage: own,
    ...(value.container === null && chosen !== undefined ? { container: chosen } : {}),
    ...(value.image === null && own !== '' ? { image: own } : {}),
  });
  return (
    <div className={classes.fields}>
      <div className={classes.pair}>
        <TextInput
          label={t('name')}
          className={classes.mono}
          value={value.name}
          error={isPodName(value.name) ? undefined : t('nameFault')}
          onChange={({ currentTarget }) => onChange({ ...value, name: currentTarget.value })}
        />
        <NativeSelect
          label={t('container.label')}
          value={chosen ?? ''}
          data={containers.map(({ name }) => ({ value: name, label: safeText(name) }))}
          onChange={({ currentTarget }) => onChange({ ...value, container: currentTarget.value, image: null })}
        />
      </div>
      <CommandField
        label={t('copy.command')}
        value={value.command}
        onChange={(command) => onChange({ ...value, command })}
      />
      <ImageField value={value.image} onChange={(image) => onChange({ ...value, image })} />
      {SWITCHES.map((name) => (
        <Checkbox
          key={name}
          size="xs"
          label={t(`copy.${name}`)}
          checked={value[name]}
          onChange={({ currentTarget }) => onChange({ ...value, [name]: currentTarget.checked })}
        />
      ))}
      <p className={classes.note}>{t('copy.volumes')}</p>
      {value.throwAway ? <LeftOver cluster={cluster} namespace={namespace} /> : null}
    </div>
  );
}

/** `kubectl debug --copy-to`: the same pod once more, with a container that sleeps in place of what fails (OPS-110). */
export const dialog = defineDialog<DebugCopyInput>({
  says: { title: 'debug:copy.title', proceed: 'debug:copy.proceed' },
  movesFocus: true,
  dryRun: true,
  form: {
    initial: ([target]) => ({
      name: `${(target?.ref.name ?? 'pod').slice(0, 50).replace(/[-.]+$/, '')}-debug-${randomSuffix(4)}`,
      container: null,
      image: null,
      ownImage: '',
      command: { text: 'sleep 86400', throughShell: false },
      throwAway: true,
      sameNode: false,
      shareProcesses: false,
      keepLabels: false,
    }),
    view: forOne(DebugCopyForm),
    fault: ({ block, image, command, name, container }) => {
      const { argv, fault } = readCommand(command);
      const isWhole = image !== null && isImage(image) && container !== null && isPodName(name) && argv.length > 0;
      return block ?? (isWhole && fault === undefined ? undefined : { key: 'debug:incomplete', quiet: true });
    },
  },
  plan: ([target], { name, container, command, throwAway }) => ({
    key: throwAway ? 'debug:copy.planThrowAway' : 'debug:copy.plan',
    values: {
      pod: target?.ref.name,
      name,
      container,
      command: readCommand(command).argv.map(shellWord).join(' '),
    },
  }),
  run: async ({ ref }, api, input) => {
    const { namespace = '', cluster } = ref;
    const pod = (await api.request(apiPath(ref.resource, ref))) as KubeObject;
    const container = input.container ?? '';
    const image = input.image === null || input.image === input.ownImage ? '' : input.image;
    const manifest = debugCopy(pod, { ...input, container, image, argv: readCommand(input.command).argv });
    const path = apiPath(ref.resource, { namespace });
    const isOurs = input.throwAway && !api.isTrial;
    const made = isOurs ? await makeThrowAwayPod(cluster, namespace, manifest) : undefined;
    const plain = isOurs
      ? undefined
      : ((await api.request(path, { method: 'POST', body: JSON.stringify(manifest) })) as KubeObject);
    if (api.isTrial) return;
    const podUid = made?.uid ?? plain?.metadata.uid;
    openWhenClosed({
      cluster,
      namespace,
      pod: input.name,
      ...(podUid === undefined ? {} : { podUid }),
      container,
      command: null,
      mode: 'exec',
      title: `${input.name} · ${container}`,
      waitForStart: true,
      ...(made === undefined ? {} : { throwAway: made.id }),
    });
  },
  kubectl: ({ ref }, input) => {
    const container = input.container ?? '';
    return [
      kubectlCommand(
        'debug',
        ref,
        `--copy-to=${input.name}`,
        `--container=${container}`,
        ...(input.image === null || input.image === input.ownImage ? [] : [`--set-image=${container}=${input.image}`]),
        ...(input.sameNode ? ['--same-node'] : []),
        ...(input.shareProcesses ? ['--share-processes'] : ['--share-processes=false']),
        ...(input.keepLabels ? ['--keep-labels'] : []),
        '--',
        ...readCommand(input.command).argv,
      ),
      kubectlCommand('exec', { ...ref, name: input.name }, '-it', '-c', container, '--', 'sh'),
      ...(input.throwAway ? [kubectlCommand('delete', { ...ref, name: input.name })] : []),
    ].join(' && ');
  },
});
