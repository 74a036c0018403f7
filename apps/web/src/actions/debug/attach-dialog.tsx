import { NativeSelect } from '@mantine/core';
import { apiPath } from '@quarterdeck/shared/resource-path';

import type { KubeObject } from '../../api/kube-object.ts';
import { defaultContainer, readContainers } from '../../api/pod-containers.ts';
import { valueAt } from '../../api/read-field.ts';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import { defineDialog } from '../define-action.ts';
import { kubectlCommand } from '../kubectl-command.ts';
import classes from './fields.module.css';
import { type DialogFormProps, forOne } from './for-one.tsx';
import { openWhenClosed } from './open-when-closed.ts';
import { type Blockable, useSettled } from './use-settled.ts';
import { useTargetObject } from './use-target-object.ts';

interface AttachInput extends Blockable {
  /** "": the one that a person most likely means */
  readonly container: string;
}

function AttachForm({ target, value, onChange }: DialogFormProps<AttachInput>) {
  const t = useWords('debug');
  const { object } = useTargetObject(target);
  const containers = object === undefined ? [] : readContainers(object);
  const chosen = value.container || (object === undefined ? '' : (defaultContainer(object, containers) ?? ''));
  const container = containers.find(({ name }) => name === chosen);
  const isRunning = container?.state?.phase === 'running';
  useSettled(value, onChange, {
    block:
      container === undefined || isRunning
        ? undefined
        : { key: 'debug:attach.notRunning', values: { container: container.name } },
  });
  const takesInput = valueAt(container?.spec, 'stdin') === true;
  return (
    <div className={classes.fields}>
      <NativeSelect
        label={t('container.label')}
        value={chosen}
        data={containers.map(({ name, state }) => ({
          value: name,
          label: safeText(`${name} · ${state?.reason || t(`phase.${state?.phase ?? 'unknown'}`)}`),
        }))}
        onChange={({ currentTarget }) => onChange({ ...value, container: currentTarget.value })}
      />
      {container === undefined ? null : (
        <p className={takesInput ? classes.strong : classes.note}>
          {t(takesInput ? 'attach.takesInput' : 'attach.onlyShows')}
        </p>
      )}
    </div>
  );
}

/** `kubectl attach`: the container's own main process (CTL-32, OPS-127). */
export const dialog = defineDialog<AttachInput>({
  says: { title: 'debug:attach.title', proceed: 'debug:attach.proceed' },
  movesFocus: true,
  form: {
    initial: () => ({ container: '' }),
    view: forOne(AttachForm),
    fault: ({ block }) => block,
  },
  plan: () => ({ key: 'debug:attach.plan' }),
  run: async ({ ref }, api, { container }) => {
    const pod = (await api.request(apiPath(ref.resource, ref))) as KubeObject;
    const name = container || (defaultContainer(pod, readContainers(pod)) ?? '');
    openWhenClosed({
      cluster: ref.cluster,
      namespace: ref.namespace ?? '',
      pod: ref.name,
      podUid: pod.metadata.uid,
      container: name,
      command: null,
      mode: 'attach',
      title: `${ref.name} · ${name}`,
    });
  },
  kubectl: ({ ref }, { container }) =>
    kubectlCommand('attach', ref, '-it', ...(container === '' ? [] : ['-c', container])),
});
