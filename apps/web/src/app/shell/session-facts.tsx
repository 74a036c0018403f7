import { Menu } from '@mantine/core';
import type { SessionInfo } from '@quarterdeck/shared/bff-api';
import { LogOut } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { absoluteTime } from '../../ui/absolute-time.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { Countdown } from './countdown.tsx';
import classes from './session-facts.module.css';

/** User, groups, cluster, until when token and session live; and the way out. In a menu. */
export function SessionFacts({
  session,
  onSignOut,
}: {
  readonly session: SessionInfo;
  readonly onSignOut: () => void;
}) {
  const { t } = useTranslation('app');
  const { user, tokenExpiresAt, sessionExpiresAt } = session;
  return (
    <>
      <dl className={classes.facts}>
        <dt>{t('whoAmI.user')}</dt>
        <dd>
          <span className={classes.name}>{safeText(user.name)}</span>
          <CopyButton text={user.name} label={t('whoAmI.copyUser')} />
        </dd>
        <dt>{t('whoAmI.groups')}</dt>
        <dd>
          {user.groups.length === 0 ? (
            t('whoAmI.noGroups')
          ) : (
            <ul className={classes.groups}>
              {user.groups.map((group) => (
                <li key={group}>{safeText(group)}</li>
              ))}
            </ul>
          )}
        </dd>
        <dt>{t('whoAmI.cluster')}</dt>
        <dd>{safeText(session.cluster)}</dd>
        <dt>{t('whoAmI.version')}</dt>
        <dd>{session.serverVersion === null ? t('whoAmI.unknown') : safeText(session.serverVersion)}</dd>
        <dt>{t('whoAmI.token')}</dt>
        <dd>{tokenExpiresAt === null ? t('whoAmI.noExpiry') : <Until at={tokenExpiresAt} />}</dd>
        <dt>{t('whoAmI.session')}</dt>
        <dd>
          <Until at={sessionExpiresAt} />
        </dd>
      </dl>
      <Menu.Divider />
      <Menu.Item leftSection={<LogOut size={14} aria-hidden="true" />} onClick={onSignOut}>
        {t('whoAmI.signOut')}
      </Menu.Item>
    </>
  );
}

function Until({ at }: { readonly at: number }) {
  const date = new Date(at * 1000);
  return (
    <span className={classes.until} title={absoluteTime(date)}>
      <time dateTime={date.toISOString()}>{absoluteTime(date).slice(0, 16)}</time>
      <Countdown until={at} />
    </span>
  );
}
