import { NativeSelect } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { problemOfError } from '../../api/api-fetch.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { textAt } from '../../api/read-field.ts';
import { CHANGE_CAUSE } from '../../kinds/rollout/revisions.ts';
import { type RevisionSet, useRevisionSets } from '../../kinds/rollout/use-revision-sets.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import classes from '../debug/fields.module.css';
import { type DialogFormProps, forOne } from '../debug/for-one.tsx';
import { useSettled } from '../debug/use-settled.ts';
import { useTargetObject } from '../debug/use-target-object.ts';
import { type ActionDialogPart, defineDialog } from '../define-action.ts';
import { rolloutCommand } from './rollout-command.ts';
import { templateImages, templateOf, undoPatch } from './template-patches.ts';
import { writeRollout } from './write-rollout.ts';

const ObjectDiff = lazy(() => import('../../ui/write-review/object-diff.tsx'));

interface RollbackInput {
  /** undefined: not chosen, so the one before the present one */
  readonly chosen: number | undefined;
  /** what brings it back; undefined: not read yet, or there is none */
  readonly patch: readonly object[] | undefined;
  readonly paused: boolean;
  /** there is no revision but the present one */
  readonly alone: boolean;
}

function RollbackForm({ target, value, onChange }: DialogFormProps<RollbackInput>) {
  const t = useWords('rollout');
  const { object, error } = useTargetObject(target);
  const { sets, error: refused } = useRevisionSets(target.ref, object);
  const [present, ...older] = sets ?? [];
  const chosen = older.find(({ number }) => number === value.chosen) ?? older[0];
  useSettled(value, onChange, {
    paused: textAt(object, 'spec.paused') === 'true',
    alone: sets !== undefined && older.length === 0,
    patch: object === undefined || chosen === undefined ? undefined : undoPatch(object, chosen.set),
    chosen: chosen?.number,
  });
  const problem = error ?? refused;
  if (problem !== undefined) return <ProblemView problem={problemOfError(problem)} compact />;
  if (object === undefined || chosen === undefined) return null;
  return (
    <div className={classes.fields}>
      <NativeSelect
        label={t('rollback.to')}
        description={t('rollback.renumbered', { number: (present?.number ?? 0) + 1 })}
        value={`${chosen.number}`}
        data={older.map((each) => ({ value: `${each.number}`, label: labelOf(each) }))}
        onChange={({ currentTarget }) => onChange({ ...value, chosen: Number(currentTarget.value) })}
      />
      <Suspense fallback={null}>
        <ObjectDiff before={object} after={withTemplate(object, chosen.set)} narrow />
      </Suspense>
    </div>
  );
}

/** "2 · web:v1 · the change-cause" */
function labelOf({ number, set }: RevisionSet): string {
  const images = templateImages(set).map(({ image }) => image);
  const cause = set.metadata.annotations?.[CHANGE_CAUSE] ?? '';
  return safeText([`${number}`, images.join(', '), cause].filter(Boolean).join(' · '));
}

function withTemplate(deployment: KubeObject, set: KubeObject): KubeObject {
  const spec = deployment['spec'];
  return { ...deployment, spec: { ...(typeof spec === 'object' ? spec : {}), template: templateOf(set) } };
}

/** An older revision of a Deployment in place of the present one; the previous one unless another is asked for (OPS-096, CTL-35). */
export function rollbackDialog(chosen?: number): ActionDialogPart<RollbackInput> {
  return defineDialog<RollbackInput>({
    dryRun: true,
    form: {
      initial: () => ({ chosen, patch: undefined, paused: false, alone: false }),
      view: forOne(RollbackForm),
      fault: ({ patch, paused, alone }) => {
        if (alone) return { key: 'rollout:rollback.alone' };
        // kubectl refuses it as well: nothing would happen until somebody resumes it
        if (paused) return { key: 'rollout:rollback.paused' };
        return patch === undefined ? { key: 'rollout:rollback.reading', quiet: true } : undefined;
      },
    },
    plan: ([target], input) => ({
      key: 'rollout:rollback.plan',
      values: { name: target?.ref.name, number: input.chosen },
    }),
    run: (target, api, { patch }) => writeRollout(target, api, 'json', patch ?? []),
    kubectl: ({ ref }, input) =>
      rolloutCommand(
        ['rollout', 'undo'],
        ref,
        ...(input.chosen === undefined ? [] : [`--to-revision=${input.chosen}`]),
      ),
  });
}
