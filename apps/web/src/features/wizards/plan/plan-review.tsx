import { Button } from '@mantine/core';
import { useState } from 'react';
import { findByKind, useDiscovery } from '../../../api/discovery.ts';
import type { KubeObject } from '../../../api/kube-object.ts';
import { undoMemory } from '../../../api/writes/undo-memory.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { ProblemView } from '../../../ui/problem-view.tsx';
import { safeText } from '../../../ui/safe-text.ts';
import { useWords } from '../../../ui/use-words.ts';
import classes from '../wizards.module.css';
import { type PlannedObject, planText } from './planned-object.ts';
import { type Outcome, runPlan } from './run-plan.ts';

interface PlanReviewProps {
  readonly cluster: string;
  readonly plan: readonly PlannedObject[];
  /** commands that come after those of the plan */
  readonly more?: readonly string[];
  /** why it cannot be run yet */
  readonly fault: string | undefined;
  /** of the button that runs it */
  readonly verb: string;
  readonly onDone: () => void;
  /** takes the text to where it can be edited as a whole */
  readonly onEdit?: (text: string) => void;
}

/** What will be written and how kubectl would do it, a trial of it, and the button that does it: object by object, with what came of each. */
export function PlanReview({ cluster, plan, more = [], fault, verb, onDone, onEdit }: PlanReviewProps) {
  const t = useWords('wizards');
  const { resources } = useDiscovery(cluster);
  const text = planText(plan);
  const [outcomes, setOutcomes] = useState<{ readonly text: string; readonly of: readonly (Outcome | undefined)[] }>();
  const [busy, setBusy] = useState<'try' | 'run'>();
  // what was found out is of the text that it was found out about
  const current = outcomes?.text === text ? outcomes.of : [];
  const commands = [...plan.map(({ command }) => command), ...more].join('\n');

  async function go(dryRun: boolean): Promise<void> {
    setBusy(dryRun ? 'try' : 'run');
    let of = dryRun ? [] : [...current];
    // what one plan makes is undone as one
    const together = `plan ${performance.now()}`;
    const good = await runPlan(cluster, plan, {
      dryRun,
      before: of,
      tell: (index, outcome) => {
        of = Object.assign([...of], { [index]: outcome });
        setOutcomes({ text, of });
      },
      onWritten: ({ object, replaces }, after) => {
        const resource = findByKind(resources, object.apiVersion, object.kind);
        if (resource === undefined) return;
        const { name, namespace } = object.metadata;
        undoMemory.rememberObject(
          { cluster, resource, namespace, name },
          replaces as KubeObject | undefined,
          after,
          together,
        );
      },
    });
    setBusy(undefined);
    if (good && !dryRun) onDone();
  }

  return (
    <section className={classes.review} aria-label={t('plan.title')}>
      <h2 className={classes.heading}>{t('plan.title')}</h2>
      {fault === undefined ? (
        <>
          <div className={classes.code}>
            <pre>{safeText(text)}</pre>
            <CopyButton text={text} label={t('plan.copyYaml')} />
          </div>
          <h3 className={classes.heading}>{t('plan.commands')}</h3>
          <div className={classes.code}>
            <pre>{safeText(commands)}</pre>
            <CopyButton text={commands} label={t('plan.copyCommands')} />
          </div>
          <ul className={classes.outcomes} aria-live="polite">
            {plan.map(({ object: { kind, metadata } }, index) => {
              const outcome = current[index];
              return outcome === undefined ? null : (
                <li key={`${kind}/${metadata.namespace ?? ''}/${metadata.name}`} data-state={outcome.state}>
                  <span>
                    {kind} <strong>{safeText(metadata.name)}</strong>: {t(`plan.state.${outcome.state}`)}
                  </span>
                  {outcome.state === 'failed' ? <ProblemView problem={outcome.problem} compact /> : null}
                </li>
              );
            })}
          </ul>
        </>
      ) : (
        <p className={classes.dim} role="status">
          {safeText(fault)}
        </p>
      )}
      <div className={classes.buttons}>
        {onEdit === undefined ? null : (
          <Button variant="default" disabled={fault !== undefined || busy !== undefined} onClick={() => onEdit(text)}>
            {t('plan.edit')}
          </Button>
        )}
        <Button
          variant="default"
          loading={busy === 'try'}
          disabled={fault !== undefined || busy !== undefined}
          onClick={() => void go(true)}
        >
          {t('plan.try')}
        </Button>
        <Button
          loading={busy === 'run'}
          disabled={fault !== undefined || busy !== undefined}
          onClick={() => void go(false)}
        >
          {verb}
        </Button>
      </div>
    </section>
  );
}
