import '../../ui/more-styles.ts';
import { Button, PasswordInput } from '@mantine/core';
import type { ClusterInfo, SessionInfo, SignInBody } from '@quarterdeck/shared/bff-api';
import type { Problem } from '@quarterdeck/shared/problem';
import { readPastedToken } from '@quarterdeck/shared/service-account-token';
import { type ClipboardEvent, type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOfError } from '../../api/api-fetch.ts';
import { sessionStore } from '../../api/session-store.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import classes from './sign-in.module.css';
import { TokenHelp } from './token-help.tsx';

/** Logins whose words we have in every language; others are shown as the cluster names them. */
const KNOWN_LOGINS: ReadonlySet<string> = new Set(['admin', 'developer', 'viewer']);

/** The ways into one cluster: its ready logins, the kubeconfig's own user, a token. */
export function SignInForm({
  cluster,
  localKey,
  onSignedIn,
}: {
  readonly cluster: ClusterInfo;
  readonly localKey: string | undefined;
  readonly onSignedIn: (session: SessionInfo) => void;
}) {
  const { t } = useTranslation('sign-in');
  const [token, setToken] = useState('');
  const [fault, setFault] = useState<'empty' | 'binary' | 'too-long'>();
  const [problem, setProblem] = useState<Problem>();
  /** what is under way: "token", "local" or a ready login's id */
  const [busy, setBusy] = useState<string>();
  const hintId = useId();

  async function signIn(way: string, body: SignInBody): Promise<void> {
    setBusy(way);
    setProblem(undefined);
    try {
      const session = await sessionStore.signIn(cluster.name, body);
      setToken('');
      onSignedIn(session);
    } catch (error) {
      setProblem(problemOfError(error));
    } finally {
      setBusy(undefined);
    }
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    const read = readPastedToken(token);
    if ('fault' in read) {
      setFault(read.fault);
      return;
    }
    setFault(undefined);
    void signIn('token', { token: read.token });
  }

  // an <input> drops line breaks by itself, but not blanks, "Bearer " or base64: shown is what will be sent
  function paste(event: ClipboardEvent): void {
    event.preventDefault();
    const read = readPastedToken(event.clipboardData.getData('text'));
    if ('fault' in read) {
      setFault(read.fault);
      return;
    }
    setFault(undefined);
    setToken(read.token);
  }

  const localUser = localKey === undefined ? null : cluster.localUser;
  return (
    <div className={classes.ways}>
      {problem ? <ProblemView problem={problem} compact /> : null}
      {localUser === null || localKey === undefined ? null : (
        <Button
          fullWidth
          onClick={() => void signIn('local', { localKey })}
          loading={busy === 'local'}
          disabled={busy !== undefined && busy !== 'local'}
        >
          {t('continueAs', { user: safeText(localUser) })}
        </Button>
      )}
      {cluster.readyLogins.length === 0 ? null : (
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
                  onClick={() => void signIn(id, { readyLogin: id })}
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
      )}
      {localUser !== null || cluster.readyLogins.length > 0 ? <p className={classes.or}>{t('or')}</p> : null}
      <form onSubmit={submit} noValidate className={classes.form}>
        <PasswordInput
          label={t('token.label')}
          placeholder={t('token.placeholder')}
          value={token}
          onChange={(event) => {
            setToken(event.currentTarget.value);
            setFault(undefined);
          }}
          onPaste={paste}
          error={fault ? t(`token.fault.${fault}`) : undefined}
          visibilityToggleButtonProps={{ 'aria-label': t('token.show') }}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          data-autofocus
        />
        <Button type="submit" fullWidth loading={busy === 'token'} disabled={busy !== undefined && busy !== 'token'}>
          {t('signIn')}
        </Button>
      </form>
      <TokenHelp />
    </div>
  );
}
