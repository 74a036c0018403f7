import '../../ui/more-styles.ts';
import { Button, PasswordInput } from '@mantine/core';
import type { ClusterInfo, SessionInfo, SignInBody, SignInMode } from '@quarterdeck/shared/bff-api';
import type { Problem } from '@quarterdeck/shared/problem';
import { readPastedToken } from '@quarterdeck/shared/service-account-token';
import { type ClipboardEvent, type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { startOidc } from '../../api/accounts.ts';
import { problemOfError } from '../../api/api-fetch.ts';
import { sessionStore } from '../../api/session-store.ts';
import { useConfig } from '../../api/use-config.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { FileChooser } from './file-chooser.tsx';
import { KubeconfigContexts } from './kubeconfig-contexts.tsx';
import { looksLikeKubeconfig } from './looks-like-kubeconfig.ts';
import type { KubeconfigContext } from './read-kubeconfig.ts';
import { ReadyLogins } from './ready-logins.tsx';
import classes from './sign-in.module.css';
import { TokenFacts } from './token-facts.tsx';
import { TokenHelp } from './token-help.tsx';

type TokenFault = 'empty' | 'binary' | 'too-long' | 'no-kubeconfig';

/** The ways into one cluster: providers, the proxy, ready logins, the kubeconfig's own user, a token, a file. */
export function SignInForm({
  cluster,
  localKey,
  onSignedIn,
  next,
  mode,
}: {
  readonly cluster: ClusterInfo;
  readonly localKey: string | undefined;
  readonly onSignedIn: (session: SessionInfo) => void;
  /** where a sign-in that leaves the page comes back to */
  readonly next?: string | undefined;
  readonly mode?: SignInMode | undefined;
}) {
  const { t } = useTranslation('sign-in');
  const config = useConfig();
  const [token, setToken] = useState('');
  const [fault, setFault] = useState<TokenFault>();
  const [problem, setProblem] = useState<Problem>();
  const [file, setFile] = useState<{ readonly name: string; readonly contexts: readonly KubeconfigContext[] }>();
  /** what is under way: "token", "local", a ready login's id, "oidc:…", "context:…" */
  const [busy, setBusy] = useState<string>();
  const blocked = (way: string) => ({ loading: busy === way, disabled: busy !== undefined && busy !== way });

  async function attempt(way: string, run: () => Promise<void>): Promise<void> {
    setBusy(way);
    setProblem(undefined);
    try {
      await run();
    } catch (error) {
      setProblem(problemOfError(error));
    } finally {
      setBusy(undefined);
    }
  }

  function signIn(way: string, body: SignInBody): Promise<void> {
    return attempt(way, async () => {
      const session = await sessionStore.signIn(cluster.name, { ...body, ...(mode ? { mode } : {}) });
      setToken('');
      setFile(undefined);
      onSignedIn(session);
    });
  }

  function take(text: string, send: boolean): void {
    const read = readPastedToken(text);
    setFault('fault' in read ? read.fault : undefined);
    if ('fault' in read) return;
    if (send) void signIn('token', { token: read.token });
    else setToken(read.token);
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    take(token, true);
  }

  // an <input> drops line breaks by itself, but not blanks, "Bearer " or base64: shown is what will be sent
  function paste(event: ClipboardEvent): void {
    event.preventDefault();
    void takeFile(t('kubeconfig.pasted'), event.clipboardData.getData('text'));
  }

  async function takeFile(name: string, text: string): Promise<void> {
    if (!looksLikeKubeconfig(text)) {
      take(text, false);
      return;
    }
    const { readKubeconfig } = await import('./read-kubeconfig.ts');
    const contexts = readKubeconfig(text);
    setFault(contexts === 'broken' ? 'no-kubeconfig' : undefined);
    setFile(contexts === 'broken' ? undefined : { name, contexts });
  }

  const localUser = localKey === undefined ? null : cluster.localUser;
  const { oidc = [] } = cluster;
  const proxyLogin = config.data?.proxyLogin === true;
  const others = localUser !== null || cluster.readyLogins.length > 0 || oidc.length > 0 || proxyLogin;
  return (
    <div className={classes.ways}>
      {problem ? <ProblemView problem={problem} compact /> : null}
      {problem?.code === 'qd.session.token-rejected' ? <TokenFacts token={token} /> : null}
      {localUser === null || localKey === undefined ? null : (
        <Button fullWidth onClick={() => void signIn('local', { localKey })} {...blocked('local')}>
          {t('continueAs', { user: safeText(localUser) })}
        </Button>
      )}
      {proxyLogin ? (
        <Button fullWidth onClick={() => void signIn('proxy', { proxy: true })} {...blocked('proxy')}>
          {t('proxy')}
        </Button>
      ) : null}
      {oidc.map(({ id, title }) => (
        <Button
          key={id}
          fullWidth
          onClick={() =>
            void attempt(`oidc:${id}`, async () => {
              location.assign(await startOidc(cluster.name, id, { next, mode }));
            })
          }
          {...blocked(`oidc:${id}`)}
        >
          {t('oidc', { provider: safeText(title) })}
        </Button>
      ))}
      <ReadyLogins cluster={cluster} busy={busy} onChoose={(id) => void signIn(id, { readyLogin: id })} />
      {others ? <p className={classes.or}>{t('or')}</p> : null}
      <FileChooser onText={(name, text) => void takeFile(name, text)} onTooLarge={() => setFault('too-long')}>
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
          <Button type="submit" fullWidth {...blocked('token')}>
            {t('signIn')}
          </Button>
        </form>
      </FileChooser>
      {file ? (
        <KubeconfigContexts
          file={file.name}
          contexts={file.contexts}
          busy={busy?.startsWith('context:') ? busy.slice('context:'.length) : undefined}
          onChoose={(name, kubeconfig) => void signIn(`context:${name}`, { kubeconfig })}
          onClose={() => setFile(undefined)}
        />
      ) : null}
      <TokenHelp />
    </div>
  );
}
