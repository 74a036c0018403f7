import { Button, Progress } from '@mantine/core';
import type { Problem } from '@quarterdeck/shared/problem';
import { useState } from 'react';
import { pendingActions } from '../../actions/pending-actions.ts';
import { withKindActions } from '../../actions/registry.ts';
import { problemOfError } from '../../api/api-fetch.ts';
import { FIELD_MANAGER } from '../../api/writes/field-owners.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import type { Words } from '../../ui/use-words.ts';
import { kubectlHeredoc } from '../../ui/write-review/kubectl-text.ts';
import classes from './apply-page.module.css';
import { applyPorts } from './apply-ports.ts';
import { type ApplyOptions, type ApplySnapshot, needsWord } from './apply-run.ts';
import { type DeletePlan, planDelete } from './delete-plan.ts';
import { readManifests } from './read-manifests.ts';

export interface ApplyControlsProps {
  readonly t: Words;
  readonly options: ApplyOptions;
  readonly snapshot: ApplySnapshot;
  /** the text was not looked at as it is now */
  readonly isStale: boolean;
  readonly agreed: ReadonlySet<number>;
  readonly text: () => string;
  readonly navigate: (path: string) => void;
  readonly onCheck: () => void;
  readonly onApply: () => void;
  readonly onStop: () => void;
}

/** How the run stands, and what to do next. */
export function ApplyControls(props: ApplyControlsProps) {
  const { t, options, snapshot, isStale, agreed, text, onCheck, onApply, onStop } = props;
  const { items, phase } = snapshot;
  const [plan, setPlan] = useState<DeletePlan>();
  const [problem, setProblem] = useState<Problem>();
  const { counts, open, failed, settled } = tally(snapshot, agreed);
  const busy = phase !== 'idle';
  const mayCheck = options.namespace !== '' && !busy;

  async function openDelete(): Promise<void> {
    setProblem(undefined);
    try {
      const found = await planDelete(
        readManifests(text()),
        options,
        applyPorts(options.cluster),
        new AbortController().signal,
      );
      setPlan(found);
      const { targets } = found;
      const action = withKindActions([]).find(({ id }) => id === 'delete');
      if (targets.length > 0 && action !== undefined)
        pendingActions.open({ action, targets, navigate: props.navigate });
    } catch (error) {
      setProblem(problemOfError(error));
    }
  }

  const command = commandOf(options);
  return (
    <div className={classes.controls}>
      <p role="status" className={classes.tally}>
        {[...counts].map(([key, count]) => t(`tally.${key}`, { count })).join(' · ')}
      </p>
      {busy ? (
        <Progress size="sm" value={(100 * settled) / Math.max(items.length, 1)} aria-label={t(`progress.${phase}`)} />
      ) : null}
      {problem === undefined ? null : <ProblemView problem={problem} compact />}
      {plan === undefined ? null : (
        <p className={classes.dim}>
          {plan.targets.length === 0 ? t('delete.none') : null}
          {plan.absent.length === 0 ? '' : ` ${t('delete.absent', { names: safeText(plan.absent.join(', ')) })}`}
        </p>
      )}
      <div className={classes.row}>
        {busy ? (
          <Button size="compact-sm" variant="default" onClick={onStop}>
            {t('run.stop')}
          </Button>
        ) : (
          <>
            <Button
              size="compact-sm"
              variant={isStale || open === 0 ? 'filled' : 'default'}
              disabled={!mayCheck}
              onClick={onCheck}
            >
              {t('run.check')}
            </Button>
            <Button size="compact-sm" disabled={isStale || open === 0} onClick={onApply}>
              {failed > 0 ? t('run.retry', { count: open }) : t(`run.${options.method}`, { count: open })}
            </Button>
          </>
        )}
        <Button
          size="compact-sm"
          variant="subtle"
          color="red"
          ml="auto"
          disabled={!mayCheck}
          onClick={() => void openDelete()}
        >
          {t('run.delete')}
        </Button>
      </div>
      <div className={classes.command}>
        <code>{safeText(`${command} -f manifests.yaml`)}</code>
        <CopyButton text={() => kubectlHeredoc(`${command} -f -`, text())} label={t('run.copyCommand')} />
      </div>
    </div>
  );
}

function commandOf({ method, namespace }: ApplyOptions): string {
  const how = method === 'create' ? ['create'] : ['apply', '--server-side', `--field-manager=${FIELD_MANAGER}`];
  return ['kubectl', ...how, '-n', namespace].join(' ');
}

/** How many documents stand how; those that a click would write; those whose turn is over. */
function tally({ items, phase }: ApplySnapshot, agreed: ReadonlySet<number>) {
  const counts = new Map<string, number>();
  let open = 0;
  let failed = 0;
  let settled = 0;
  for (const { state, manifest } of items) {
    const key =
      state.step === 'ready'
        ? needsWord(state.preview)
          ? 'asks'
          : `would_${state.preview.outcome}`
        : state.step === 'done'
          ? state.outcome
          : state.step === 'refused'
            ? state.written
              ? 'failed'
              : 'wouldFail'
            : state.step;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    const isReady = state.step === 'ready' && (!needsWord(state.preview) || agreed.has(manifest.index));
    const isFailed = state.step === 'refused' && state.written;
    if (isReady || isFailed || state.step === 'later' || state.step === 'stopped') open += 1;
    if (isFailed) failed += 1;
    const isOver =
      phase === 'writing' ? state.step === 'done' || isFailed : state.step !== 'new' && state.step !== 'checking';
    if (isOver) settled += 1;
  }
  return { counts, open, failed, settled };
}
