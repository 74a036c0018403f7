import '@mantine/core/styles/Checkbox.css';
import { Checkbox, NativeSelect } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { problemOfError } from '../../api/api-fetch.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { textAt } from '../../api/read-field.ts';
import { revisionLabel } from '../../kinds/rollout/revision-label.ts';
import { hasPresent, useWholeRevisions, type WholeRevision } from '../../kinds/rollout/use-whole-revisions.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { useWords } from '../../ui/use-words.ts';
import classes from '../debug/fields.module.css';
import { type DialogFormProps, forOne } from '../debug/for-one.tsx';
import { useSettled } from '../debug/use-settled.ts';
import { useTargetObject } from '../debug/use-target-object.ts';
import { type ActionDialogPart, defineDialog } from '../define-action.ts';
import { rolloutCommand } from './rollout-command.ts';
import { undoPatch } from './template-patches.ts';
import { rewriteRollout } from './write-rollout.ts';

const ObjectDiff = lazy(() => import('../../ui/write-review/object-diff.tsx'));

interface RollbackInput {
  /** undefined: not chosen, so the one before the present one */
  readonly chosen: number | undefined;
  /** what it goes back to; undefined: not read yet, or there is none */
  readonly revision: WholeRevision | undefined;
  /** as it was read: what was shown; undefined: not read yet */
  readonly object: KubeObject | undefined;
  readonly paused: boolean;
  /** a paused rollout goes on with the older template: it is aborted */
  readonly resume: boolean;
  /** there is no revision but the present one */
  readonly alone: boolean;
}

function RollbackForm({ target, value, onChange }: DialogFormProps<RollbackInput>) {
  const t = useWords('rollout');
  const { object, isOld, error } = useTargetObject(target);
  const { revisions, error: refused } = useWholeRevisions(target.ref, object);
  const all = revisions ?? [];
  const older = object !== undefined && hasPresent(target.ref, object, all) ? all.slice(1) : all;
  const chosen = older.find(({ number }) => number === value.chosen) ?? older[0];
  const paused = textAt(object, 'spec.paused') === 'true';
  // what the page had may be older than what is there: nothing is settled on it
  const settled = !isOld && object !== undefined && revisions !== undefined;
  useSettled(
    value,
    onChange,
    settled
      ? { paused, alone: older.length === 0, object, revision: chosen, chosen: chosen?.number }
      : { object: undefined, revision: undefined },
  );
  const problem = error ?? refused;
  if (problem !== undefined) return <ProblemView problem={problemOfError(problem)} compact />;
  if (object === undefined || chosen === undefined) return null;
  // the newest revision keeps its number
  const renumbered = chosen === all[0] ? undefined : t('rollback.renumbered', { number: (all[0]?.number ?? 0) + 1 });
  const spec = object['spec'];
  const after = { ...object, spec: { ...(typeof spec === 'object' ? spec : {}), template: chosen.template } };
  return (
    <div className={classes.fields}>
      <NativeSelect
        label={t('rollback.to')}
        description={renumbered}
        value={`${chosen.number}`}
        data={older.map((each) => ({ value: `${each.number}`, label: revisionLabel(each) }))}
        onChange={({ currentTarget }) => onChange({ ...value, chosen: Number(currentTarget.value) })}
      />
      {paused ? (
        <Checkbox
          label={t('rollback.resume')}
          checked={value.resume}
          onChange={({ currentTarget }) => onChange({ ...value, resume: currentTarget.checked })}
        />
      ) : null}
      <Suspense fallback={null}>
        <ObjectDiff before={object} after={after} narrow />
      </Suspense>
    </div>
  );
}

/**
 * An older revision of a workload in place of the present one; the previous one unless another is asked for (OPS-096, CTL-35). With
 * `resume` a paused rollout is aborted (CTL-34).
 */
export function rollbackDialog(chosen?: number, resume = false): ActionDialogPart<RollbackInput> {
  return defineDialog<RollbackInput>({
    dryRun: true,
    form: {
      initial: () => ({ chosen, revision: undefined, object: undefined, paused: false, resume, alone: false }),
      view: forOne(RollbackForm),
      fault: ({ revision, paused, resume, alone }) => {
        if (alone) return { key: 'rollout:rollback.alone' };
        // kubectl refuses it as well: nothing would happen until somebody resumes it
        if (paused && !resume) return { key: 'rollout:rollback.paused' };
        return revision === undefined ? { key: 'rollout:rollback.reading', quiet: true } : undefined;
      },
    },
    plan: ([target], input) => ({
      key: 'rollout:rollback.plan',
      values: { name: target?.ref.name, number: input.chosen },
    }),
    run: async (target, api, { object, revision }) => {
      if (object === undefined || revision === undefined) return;
      await rewriteRollout(target, api, object, (present) => undoPatch(present, revision));
    },
    kubectl: ({ ref }, { chosen: number, paused }) =>
      [
        ...(paused ? [rolloutCommand(['rollout', 'resume'], ref)] : []),
        rolloutCommand(['rollout', 'undo'], ref, ...(number === undefined ? [] : [`--to-revision=${number}`])),
      ].join(' && '),
  });
}
