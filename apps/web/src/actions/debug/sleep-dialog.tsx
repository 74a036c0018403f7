import { NativeSelect } from '@mantine/core';
import { ProblemError } from '@quarterdeck/shared/problem';
import { apiPath } from '@quarterdeck/shared/resource-path';
import type { KubeObject } from '../../api/kube-object.ts';
import { listAt, textAt } from '../../api/read-field.ts';
import { undoMemory } from '../../api/writes/undo-memory.ts';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import { type ActionApi, type ActionTarget, defineDialog } from '../define-action.ts';
import { kubectlCommand } from '../kubectl-command.ts';
import classes from './fields.module.css';
import { type DialogFormProps, forOne } from './for-one.tsx';
import { sleepPatch, wakePatch } from './sleep-patch.ts';

interface SleepInput {
  readonly container: string;
}

function SleepForm({ target, value, onChange }: DialogFormProps<SleepInput>) {
  const t = useWords('debug');
  return (
    <div className={classes.fields}>
      <NativeSelect
        label={t('container.label')}
        value={value.container}
        data={containersOf(target).map((name) => ({ value: name, label: safeText(name) }))}
        onChange={({ currentTarget }) => onChange({ container: currentTarget.value })}
      />
      <p className={classes.strong}>{t('sleep.serves')}</p>
    </div>
  );
}

function containersOf({ object }: ActionTarget): readonly string[] {
  return listAt(object, 'spec.template.spec.containers').map((container) => textAt(container, 'name'));
}

/** A controller that writes the status comes between again and again. */
const TRIES = 3;

async function patchWorkload({ ref }: ActionTarget, api: ActionApi, patch: (object: KubeObject) => object) {
  const path = apiPath(ref.resource, ref);
  for (let left = TRIES - 1; ; left -= 1) {
    const object = (await api.request(path)) as KubeObject;
    try {
      const after = (await api.request(path, {
        method: 'PATCH',
        // what it ran is remembered as it is now, or not at all
        body: JSON.stringify(withVersion(object, patch(object))),
        contentType: 'application/strategic-merge-patch+json',
      })) as KubeObject;
      if (!api.isTrial) undoMemory.rememberObject(ref, object, after);
      return;
    } catch (error) {
      if (left === 0 || !(error instanceof ProblemError) || error.problem.code !== 'qd.api.conflict') throw error;
    }
  }
}

function withVersion({ metadata: { resourceVersion } }: KubeObject, patch: object): object {
  const own = 'metadata' in patch && typeof patch.metadata === 'object' ? patch.metadata : {};
  return { ...patch, metadata: { ...own, resourceVersion } };
}

/** The command of a workload's container replaced by sleep, and remembered (OPS-110). */
export const sleepDialog = defineDialog<SleepInput>({
  dryRun: true,
  form: {
    initial: ([target]) => ({ container: (target === undefined ? [] : containersOf(target))[0] ?? '' }),
    view: forOne(SleepForm),
  },
  plan: ([target], { container }) => ({ key: 'debug:sleep.plan', values: { name: target?.ref.name, container } }),
  run: (target, api, { container }) => patchWorkload(target, api, (object) => sleepPatch(object, container)),
  kubectl: ({ ref, object }, { container }) =>
    kubectlCommand('patch', ref, '-p', object === undefined ? '…' : JSON.stringify(sleepPatch(object, container))),
});

/** What was remembered is put back. */
export const wakeDialog = defineDialog<null>({
  dryRun: true,
  form: { initial: () => null, view: () => null },
  plan: ([target]) => ({ key: 'debug:sleep.planWake', values: { name: target?.ref.name } }),
  run: (target, api) => patchWorkload(target, api, wakePatch),
  kubectl: ({ ref, object }) =>
    kubectlCommand('patch', ref, '-p', object === undefined ? '…' : JSON.stringify(wakePatch(object))),
});
