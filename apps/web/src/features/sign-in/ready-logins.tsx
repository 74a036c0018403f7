import { Button } from '@mantine/core';
import type { ClusterInfo } from '@quarterdeck/shared/bff-api';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { safeText } from '../../ui/safe-text.ts';
import classes from './sign-in.module.css';

/** Logins whose words we have in every language; others are shown as the cluster names them. */
const KNOWN_LOGINS: ReadonlySet<string> = new Set(['admin', 'developer', 'viewer']);

/** The logins that are ready for use by one click (the demo's). */
export function ReadyLogins({
  cluster,
  busy,
  onChoose,
}: {
  readonly cluster: ClusterInfo;
  readonly busy: string | undefined;
  readonly onChoose: (id: string) => void;
}) {
  const { t } = useTranslation('sign-in');
  const hintId = useId();
  if (cluster.readyLogins.length === 0) return null;
  return (
    <section aria-label={t('ready.title')} className={classes.ready}>
      <h2 className={classes.heading}>{t('ready.title')}</h2>
      {cluster.readyLogins.map(({ id, label, description }) => {
        const known = KNOWN_LOGINS.has(id);
        return (
          <div key={id} className={classes.login}>
            <Button
              variant="default"
              className={classes.loginButton}
              aria-describedby={`${hintId}-${id}`}
              loading={busy === id}
              disabled={busy !== undefined && busy !== id}
              onClick={() => onChoose(id)}
            >
              {known ? t(`ready.${id}.label`) : safeText(label)}
            </Button>
            <span id={`${hintId}-${id}`} className={classes.hint}>
              {known ? t(`ready.${id}.description`) : safeText(description)}
            </span>
          </div>
        );
      })}
    </section>
  );
}
