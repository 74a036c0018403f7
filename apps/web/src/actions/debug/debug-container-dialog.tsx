import { NativeSelect } from '@mantine/core';
import { apiPath } from '@quarterdeck/shared/resource-path';

import type { KubeObject } from '../../api/kube-object.ts';
import { defaultContainer, readContainers } from '../../api/pod-containers.ts';
import { textAt } from '../../api/read-field.ts';
import { useSession } from '../../api/use-session.ts';
import { readCommand, type TypedCommand } from '../../ui/argv.ts';
import { CommandField } from '../../ui/command-field.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import { type ActionFault, defineDialog } from '../define-action.ts';
import { kubectlCommand } from '../kubectl-command.ts';
import { debugContainerPatch } from './container-manifest.ts';
import { type DebugProfile, PROFILES } from './debug-profile.ts';
import classes from './fields.module.css';
import { type DialogFormProps, forOne } from './for-one.tsx';
import { ImageField, isImage, useDebugImage } from './image-field.tsx';
import { openWhenClosed } from './open-when-closed.ts';
import { randomSuffix } from './random-suffix.ts';
import { useServesDebug } from './use-serves-debug.ts';
import { type Blockable, podRight, useMissingRight, useSettled } from './use-settled.ts';
import { useTargetObject } from './use-target-object.ts';

interface DebugContainerInput extends Blockable {
  readonly name: string;
  readonly image: string | null;
  readonly command: TypedCommand;
  /** whose processes are seen; null: not chosen, so the main container's */
  readonly container: string | null;
  readonly profile: DebugProfile;
}

function DebugContainerForm({ target, value, onChange }: DialogFormProps<DebugContainerInput>) {
  const t = useWords('debug');
  const { cluster, namespace = '' } = target.ref;
  const { object } = useTargetObject(target);
  const serves = useServesDebug(cluster);
  const configured = useDebugImage();
  const missing = useMissingRight(cluster, [
    podRight(namespace, 'patch', 'ephemeralcontainers'),
    podRight(namespace, 'create', 'attach'),
  ]);
  const version = useSession(cluster)?.serverVersion ?? '?';
  const containers = object === undefined ? [] : readContainers(object).filter(({ role }) => role !== 'ephemeral');
  const main = object === undefined ? undefined : defaultContainer(object, containers);
  const phase = textAt(object, 'status.phase');
  useSettled(value, onChange, {
    block: blockOf(serves, version, phase) ?? missing,
    ...(value.image === null && configured !== undefined ? { image: configured } : {}),
    ...(value.container === null && main !== undefined ? { container: main } : {}),
  });
  return (
    <div className={classes.fields}>
      <div className={classes.pair}>
        <ImageField value={value.image} onChange={(image) => onChange({ ...value, image })} />
        <NativeSelect
          label={t('container.target')}
          value={value.container ?? ''}
          data={[
            ...containers.map(({ name }) => ({ value: name, label: safeText(name) })),
            { value: '', label: t('container.noTarget') },
          ]}
          onChange={({ currentTarget }) => onChange({ ...value, container: currentTarget.value })}
        />
      </div>
      <CommandField
        label={t('command')}
        placeholder={t('imagesOwn')}
        value={value.command}
        onChange={(command) => onChange({ ...value, command })}
      />
      <NativeSelect
        label={t('container.profile')}
        description={t(`profile.${value.profile}`)}
        value={value.profile}
        data={PROFILES.map((profile) => ({ value: profile, label: profile }))}
        onChange={({ currentTarget }) =>
          onChange({ ...value, profile: PROFILES.find((one) => one === currentTarget.value) ?? 'general' })
        }
      />
      <p className={classes.note}>{t('container.stays')}</p>
    </div>
  );
}

function blockOf(serves: boolean | undefined, version: string, phase: string): ActionFault | undefined {
  if (serves === false) return { key: 'debug:container.tooOld', values: { version } };
  if (phase === 'Succeeded' || phase === 'Failed') return { key: 'debug:container.ended' };
  return undefined;
}

/** `kubectl debug`: an ephemeral container beside those of a pod that runs. */
export const dialog = defineDialog<DebugContainerInput>({
  says: { title: 'debug:container.title', proceed: 'debug:container.proceed' },
  movesFocus: true,
  dryRun: true,
  form: {
    initial: () => ({
      name: `debugger-${randomSuffix()}`,
      image: null,
      command: { text: '', throughShell: false },
      container: null,
      profile: 'general',
    }),
    view: forOne(DebugContainerForm),
    fault: ({ block, image, command }) =>
      block ??
      (image === null || !isImage(image) || readCommand(command).fault !== undefined
        ? { key: 'debug:incomplete', quiet: true }
        : undefined),
  },
  plan: ([target], { name, image }) => ({
    key: 'debug:container.plan',
    values: { name, image, pod: target?.ref.name },
  }),
  run: async ({ ref }, api, { name, image, command, container, profile }) => {
    const { argv } = readCommand(command);
    const patch = debugContainerPatch({ name, image: image ?? '', argv, target: container ?? '', profile });
    const pod = (await api.request(apiPath(ref.resource, { ...ref, subresource: 'ephemeralcontainers' }), {
      method: 'PATCH',
      body: JSON.stringify(patch),
      contentType: 'application/strategic-merge-patch+json',
    })) as KubeObject;
    if (api.isTrial) return;
    openWhenClosed({
      cluster: ref.cluster,
      namespace: ref.namespace ?? '',
      pod: ref.name,
      podUid: pod.metadata.uid,
      container: name,
      command: null,
      mode: 'attach',
      title: `${ref.name} · ${name}`,
      waitForStart: true,
    });
  },
  kubectl: ({ ref }, { name, image, command, container, profile }) => {
    const { argv } = readCommand(command);
    return kubectlCommand(
      'debug',
      ref,
      '-it',
      `--image=${image ?? ''}`,
      ...(container ? [`--target=${container}`] : []),
      `--profile=${profile}`,
      '-c',
      name,
      ...(argv.length === 0 ? [] : ['--', ...argv]),
    );
  },
});
