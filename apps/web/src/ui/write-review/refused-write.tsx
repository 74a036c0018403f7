import { Button, Group } from '@mantine/core';
import { useMemo } from 'react';
import type { ObjectRef } from '../../api/kube-object.ts';
import type { SchemaSource } from '../../api/schema/schema-source.ts';
import { convertedDraft } from '../../api/writes/converted-draft.ts';
import type { Fault } from '../../api/writes/fault.ts';
import { type RemovedVersion, removedVersion } from '../../api/writes/removed-versions.ts';
import type { ReviewSession, ReviewState } from '../../api/writes/review-session.ts';
import { ProblemView } from '../problem-view.tsx';
import type { Words } from '../use-words.ts';
import { DiffView } from './diff-view.tsx';
import { FaultList } from './fault-list.tsx';
import classes from './review-dialog.module.css';

export interface RefusedWriteProps {
  readonly t: Words;
  readonly session: ReviewSession;
  readonly state: Extract<ReviewState, { step: 'refused' | 'unreadable' }>;
  readonly target: ObjectRef;
  readonly faults: readonly Fault[];
  readonly schemas?: SchemaSource;
  readonly onGoTo: (fault: Fault) => void;
  readonly onText: (text: string) => void;
  readonly onClose: () => void;
}

/** Why the API server would not take it: at the fields where it says them, else as the problem that it is. */
export function RefusedWrite({ t, session, state, faults, schemas, onGoTo, onText, onClose }: RefusedWriteProps) {
  const errors = faults.filter(({ severity }) => severity === 'error');
  const removed = useMemo(() => removedOf(state, schemas), [state, schemas]);
  const draft = useMemo(() => removed && convertedDraft(session.text, removed), [removed, session]);
  const isProblem = state.step === 'refused' && errors.length === 0;
  return (
    <>
      {isProblem ? (
        <ProblemView problem={state.refusal.problem} onRetry={() => void session.check()} />
      ) : (
        <section role="alert">
          <h3 className={classes.head}>
            {state.step === 'unreadable' ? t('review.unreadable') : t('review.failedHead', { count: errors.length })}
          </h3>
          {removed === undefined ? null : (
            <p>{t(removedKey(removed, draft), { from: removed.from, to: removed.to, kind: removed.kind })}</p>
          )}
          <FaultList faults={faults} t={t} onGoTo={onGoTo} />
        </section>
      )}
      {draft === undefined ? null : (
        <DiffView
          before={session.text}
          after={draft}
          labels={{ before: t('merge.mine'), after: t('review.draft') }}
          t={t}
        />
      )}
      <Group justify="flex-end" gap="xs" className={classes.footer}>
        {draft === undefined ? null : (
          <Button mr="auto" variant="default" onClick={() => onText(draft)}>
            {t('review.takeDraft')}
          </Button>
        )}
        {state.step === 'unreadable' ? null : (
          <Button variant="default" onClick={() => void session.check()}>
            {t('review.again')}
          </Button>
        )}
        <Button data-autofocus onClick={onClose}>
          {t('review.back')}
        </Button>
      </Group>
    </>
  );
}

function removedKey({ to }: RemovedVersion, draft: string | undefined): string {
  if (to === undefined) return 'fault.removedForGood';
  return draft === undefined ? 'fault.removedNoDraft' : 'fault.removed';
}

function removedOf(state: RefusedWriteProps['state'], schemas: SchemaSource | undefined): RemovedVersion | undefined {
  const { object } = state.reading;
  const { apiVersion, kind } = object ?? {};
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return undefined;
  const kinds = schemas?.kinds ?? [];
  return removedVersion(apiVersion, kind, (version, name) =>
    kinds.some((served) => served.apiVersion === version && served.kind === name),
  );
}
