// Checkbox builds on it; it is no part of the first page's styles.
import '@mantine/core/styles/InlineInput.css';
import '@mantine/core/styles/Checkbox.css';
import { Button, Checkbox, Group, Switch } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { ObjectRef } from '../../api/kube-object.ts';
import { diffTexts } from '../../api/writes/diff-texts.ts';
import type { Fault } from '../../api/writes/fault.ts';
import type { ReviewSession, ReviewState } from '../../api/writes/review-session.ts';
import { CopyButton } from '../copy-button.tsx';
import { safeText } from '../safe-text.ts';
import type { Words } from '../use-words.ts';
import { CauseLine } from './cause-line.tsx';
import { DiffView } from './diff-view.tsx';
import { FaultList } from './fault-list.tsx';
import { kubectlHeredoc, kubectlText } from './kubectl-text.ts';
import { OwnedNote } from './owned-note.tsx';
import classes from './review-dialog.module.css';
import { managerNames, TakenFields } from './taken-fields.tsx';

export interface ReadyViewProps {
  readonly t: Words;
  readonly session: ReviewSession;
  readonly state: Extract<ReviewState, { step: 'ready' | 'writing' }>;
  readonly target: ObjectRef;
  readonly faults: readonly Fault[];
  readonly secretFields: readonly string[];
  readonly onGoTo: (fault: Fault) => void;
  readonly onText: (text: string) => void;
  readonly onClose: () => void;
}

/** What the dry run showed, and the word to do it. */
export function ReadyView({
  t,
  session,
  state,
  target,
  faults,
  secretFields,
  onGoTo,
  onText,
  onClose,
}: ReadyViewProps) {
  const { review } = state;
  const { live, result, changes, dropped, taken, needsForce } = review;
  const [revealed, setRevealed] = useState(false);
  const [agreesForce, setAgreesForce] = useState(false);
  const [agreesDropped, setAgreesDropped] = useState(false);
  const busy = state.step === 'writing';
  const nothing = live !== undefined && changes.length === 0;
  const texts = useMemo(
    () => diffTexts(live, result, revealed ? [] : secretFields),
    [live, result, revealed, secretFields],
  );
  const droppedFaults = faults.filter(({ severity }) => severity === 'error');
  const warnings = faults.filter(({ severity }) => severity !== 'error');
  const { method, text } = session;
  const mayWrite = !nothing && (!needsForce || agreesForce) && (dropped.length === 0 || agreesDropped);
  const managers = managerNames(taken);
  const file = `${target.name || target.resource.singular || 'object'}.yaml`;

  return (
    <>
      <p className={classes.summary}>
        {live === undefined
          ? t('review.new')
          : nothing
            ? t('review.nothing')
            : t('review.changes', { count: changes.length })}
      </p>
      {live === undefined || nothing ? null : <OwnedNote cluster={target.cluster} live={live} t={t} />}
      {warnings.length === 0 ? null : (
        <section aria-label={t('review.warnings')}>
          <h3 className={classes.head}>{t('review.warnings')}</h3>
          <FaultList faults={warnings} t={t} onGoTo={onGoTo} />
        </section>
      )}
      {droppedFaults.length === 0 ? null : (
        <section role="alert">
          <h3 className={classes.head}>{t('review.dropped', { count: dropped.length })}</h3>
          <FaultList faults={droppedFaults} t={t} onGoTo={onGoTo} />
          <Checkbox
            size="xs"
            className={classes.agree}
            label={t('review.droppedAgree')}
            checked={agreesDropped}
            disabled={busy}
            onChange={() => setAgreesDropped(!agreesDropped)}
          />
        </section>
      )}
      {taken.length === 0 ? null : (
        <section aria-label={t(needsForce ? 'review.conflictHead' : 'review.taken')}>
          <h3 className={classes.head}>{t(needsForce ? 'review.conflictHead' : 'review.taken')}</h3>
          <TakenFields fields={taken} t={t} />
          <p className={classes.hint}>{t(needsForce ? 'review.conflictHint' : 'review.takenHint')}</p>
          {needsForce ? (
            <Group gap="md" className={classes.agree}>
              <Checkbox
                size="xs"
                label={t('review.forceAgree', { managers })}
                checked={agreesForce}
                disabled={busy}
                onChange={() => setAgreesForce(!agreesForce)}
              />
              <Button
                size="compact-xs"
                variant="default"
                disabled={busy}
                onClick={() => {
                  void session.checkWithout(taken.map(({ path }) => path));
                  onText(session.text);
                }}
              >
                {t('review.leaveOut')}
              </Button>
            </Group>
          ) : null}
        </section>
      )}
      <CauseLine
        t={t}
        target={target}
        review={review}
        text={text}
        busy={busy}
        onText={(changed) => {
          void session.checkText(changed);
          onText(changed);
        }}
      />
      <section aria-label={t('review.diff')}>
        <div className={classes.diffHead}>
          <h3 className={classes.head}>{t('review.diff')}</h3>
          {secretFields.length === 0 ? null : (
            <Switch size="xs" label={t('review.reveal')} checked={revealed} onChange={() => setRevealed(!revealed)} />
          )}
        </div>
        <DiffView before={texts.before} after={texts.after} t={t} />
      </section>
      <div className={classes.command}>
        <span className={classes.dim}>{t('review.command')}</span>
        <code>{safeText(kubectlText(method, target, { file, force: needsForce }))}</code>
        <CopyButton
          text={() => kubectlHeredoc(kubectlText(method, target, { file: '-', force: needsForce }), text)}
          label={t('review.copyCommand')}
        />
      </div>
      <Group justify="flex-end" gap="xs" className={classes.footer}>
        <Button variant="default" data-autofocus disabled={busy} onClick={onClose}>
          {t('review.back')}
        </Button>
        <Button disabled={!mayWrite} loading={busy} onClick={() => void session.write({ force: needsForce })}>
          {t(busy ? 'review.writing' : live === undefined ? 'review.create' : 'review.write')}
        </Button>
      </Group>
    </>
  );
}
