import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type PlacementTrial, trialFault } from '../../api/scheduling/trial.ts';
import { safeText } from '../../ui/safe-text.ts';
import { useWords } from '../../ui/use-words.ts';
import classes from './scheduling.module.css';

/** Another nodeSelector and more tolerations, looked at before anybody writes them. */
export function TrialForm({
  own,
  trial,
  onTry,
}: {
  readonly own: PlacementTrial;
  readonly trial: PlacementTrial | undefined;
  onTry(trial: PlacementTrial | undefined): void;
}) {
  const t = useWords('nodes');
  const [draft, setDraft] = useState<PlacementTrial>();
  const shown = draft ?? trial ?? own;
  const fault = trialFault(shown);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (fault === undefined) onTry(shown);
  };
  return (
    <details className={classes.trial}>
      <summary>{t('scheduling.try')}</summary>
      <form className={classes.form} onSubmit={submit}>
        <TextInput
          size="xs"
          label="nodeSelector"
          placeholder="disk=ssd, zone=a"
          spellCheck={false}
          autoComplete="off"
          value={shown.selector}
          onChange={({ currentTarget }) => setDraft({ ...shown, selector: currentTarget.value })}
        />
        <TextInput
          size="xs"
          label={t('scheduling.tolerate')}
          placeholder="dedicated=db:NoSchedule, gpu"
          spellCheck={false}
          autoComplete="off"
          value={shown.tolerations}
          onChange={({ currentTarget }) => setDraft({ ...shown, tolerations: currentTarget.value })}
        />
        <Button size="xs" variant="default" type="submit" disabled={fault !== undefined}>
          {t('scheduling.look')}
        </Button>
        <Button
          size="xs"
          variant="subtle"
          disabled={draft === undefined && trial === undefined}
          onClick={() => {
            setDraft(undefined);
            onTry(undefined);
          }}
        >
          {t('scheduling.back')}
        </Button>
      </form>
      {fault === undefined ? null : (
        <p className={classes.dim} role="alert">
          {t('scheduling.fault', { part: safeText(fault) })}
        </p>
      )}
    </details>
  );
}
