import type { SessionInfo } from '@quarterdeck/shared/bff-api';
import { useTranslation } from 'react-i18next';
import { useConfig } from '../../api/use-config.ts';
import { useConnection } from '../../api/use-connection.ts';
import { absoluteTime } from '../../ui/absolute-time.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { AccountActions } from './account-actions.tsx';
import { Countdown } from './countdown.tsx';
import classes from './session-facts.module.css';

/** A session that is meant to last longer than this is pointed out. */
const LONG_SECONDS = 7 * 24 * 3600;

/** The oldest Kubernetes that is supported is v1 of this minor. */
const OLDEST_MINOR = 20;

/** User, groups, cluster, its address and version, until when token and session live; and the way out. In a panel. */
export function SessionFacts({
  session,
  onSignOut,
  onClose,
}: {
  readonly session: SessionInfo;
  readonly onSignOut: () => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('app');
  const { t: words } = useTranslation('sign-in');
  const { user, tokenExpiresAt, sessionExpiresAt } = session;
  const server = useConnection(session.cluster).data?.server;
  const config = useConfig().data;
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
        {server === undefined ? null : (
          <>
            <dt>{words('facts.server')}</dt>
            <dd>
              <span>{safeText(server)}</span>
              <CopyButton text={server} label={words('facts.copyServer')} />
            </dd>
          </>
        )}
        <dt>{t('whoAmI.version')}</dt>
        <dd>
          <span>
            {session.serverVersion === null ? t('whoAmI.unknown') : safeText(session.serverVersion)}
            {isTooOld(session.serverVersion) ? (
              <span className={classes.note}> {words('facts.old', { oldest: `v1.${OLDEST_MINOR}` })}</span>
            ) : null}
          </span>
        </dd>
        {config === undefined ? null : (
          <>
            <dt>Quarterdeck</dt>
            <dd>{safeText(config.version)}</dd>
          </>
        )}
        <dt>{t('whoAmI.token')}</dt>
        <dd>
          {tokenExpiresAt === null ? t('whoAmI.noExpiry') : <Until at={tokenExpiresAt} />}
          {session.renewsItself ? <span className={classes.note}>{words('accounts.renews')}</span> : null}
        </dd>
        <dt>{t('whoAmI.session')}</dt>
        <dd>
          <Until at={sessionExpiresAt} />
        </dd>
      </dl>
      {sessionExpiresAt - Date.now() / 1000 > LONG_SECONDS ? (
        <p className={classes.warning}>{words('accounts.longLived')}</p>
      ) : null}
      <AccountActions session={session} onSignOut={onSignOut} onClose={onClose} />
    </>
  );
}

function isTooOld(version: string | null): boolean {
  const minor = /^v1\.(\d+)/.exec(version ?? '')?.[1];
  return minor !== undefined && Number(minor) < OLDEST_MINOR;
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
