import { Button } from '@mantine/core';
import { useState } from 'react';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { safeText } from '../../../ui/safe-text.ts';
import { useWords } from '../../../ui/use-words.ts';
import classes from '../wizards.module.css';

interface RequestReviewProps {
  readonly yaml: string;
  readonly command: string;
  readonly fault: string | undefined;
  readonly verb: string;
  readonly run: () => Promise<void>;
}

/** A request that stores nothing, so that there is nothing to try: what is sent, kubectl's command, and the button. */
export function RequestReview({ yaml, command, fault, verb, run }: RequestReviewProps) {
  const t = useWords('wizards');
  const [busy, setBusy] = useState(false);
  return (
    <section className={classes.review} aria-label={t('plan.request')}>
      <h2 className={classes.heading}>{t('plan.request')}</h2>
      {fault === undefined ? (
        <>
          <div className={classes.code}>
            <pre>{safeText(yaml)}</pre>
            <CopyButton text={yaml} label={t('plan.copyYaml')} />
          </div>
          <div className={classes.code}>
            <pre>{safeText(command)}</pre>
            <CopyButton text={command} label={t('plan.copyCommands')} />
          </div>
        </>
      ) : (
        <p className={classes.dim} role="status">
          {safeText(fault)}
        </p>
      )}
      <div className={classes.buttons}>
        <Button
          loading={busy}
          disabled={fault !== undefined}
          onClick={() => {
            setBusy(true);
            void run().finally(() => setBusy(false));
          }}
        >
          {verb}
        </Button>
      </div>
    </section>
  );
}
