import type { SessionInfo } from '@quarterdeck/shared/bff-api';
import { useRouter } from '@tanstack/react-router';
import { Fragment, type ReactNode, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sessionStore } from '../api/session-store.ts';
import { useSessionState } from '../api/use-session.ts';
import { lazyWithWords } from '../i18n/lazy-with-words.ts';
import { ProblemView } from '../ui/problem-view.tsx';
import { ClusterUnknown } from './pages/cluster-unknown.tsx';
import { PageWaiting } from './pages/page-waiting.tsx';
import { onRenewalAsked } from './renewal-request.ts';
import { useEndsSoon } from './use-ends-soon.ts';
import { useKeepAlive } from './use-keep-alive.ts';

// rarely needed, and far from small
const SignInAgain = lazyWithWords(['sign-in', 'problems'], () => import('./sign-in-again.tsx'));

const ExpiryNotice = lazyWithWords(['sign-in', 'problems'], () => import('./expiry-notice.tsx'));

const FIRST_RETRY_MS = 2000;
const MAX_RETRY_MS = 15_000;

/**
 * Lets in who has a session on the cluster. Who has none goes to the sign-in page and comes back; whose session ends
 * meanwhile signs in again over the page, which stays as it is.
 */
export function SessionGate({ cluster, children }: { readonly cluster: string; readonly children: ReactNode }) {
  const state = useSessionState(cluster);
  const router = useRouter();
  useKeepAlive(cluster);

  useEffect(() => {
    if (state.status === 'unknown') void sessionStore.load(cluster);
    if (state.status !== 'signed-out') return;
    const { pathname, searchStr } = router.state.location;
    if (!pathname.startsWith('/clusters/')) return; // signing out is on its way to the sign-in page already
    const search = new URLSearchParams({ cluster, next: pathname + searchStr });
    router.history.replace(`/sign-in?${search}`);
  }, [state.status, cluster, router]);

  if (state.status === 'failed')
    return state.problem.code === 'qd.cluster.unknown' ? (
      <ClusterUnknown cluster={cluster} />
    ) : (
      <Retrying key={cluster} cluster={cluster} />
    );
  if (state.status === 'unknown' || state.status === 'signed-out') return <PageWaiting />;
  return (
    <>
      {/* another person's page starts anew: nothing of what the one before was shown stays */}
      <Fragment key={state.session.user.name}>{children}</Fragment>
      {state.status === 'expired' ? (
        <Suspense>
          <SignInAgain cluster={cluster} state={state} />
        </Suspense>
      ) : (
        <Renewal session={state.session} />
      )}
    </>
  );
}

/** What is about to end is said in time, and renewed in place when the person wants it. */
function Renewal({ session }: { readonly session: SessionInfo }) {
  const ends = useEndsSoon(session);
  const [opened, setOpened] = useState(false);
  useEffect(() => onRenewalAsked((cluster) => setOpened(cluster === session.cluster)), [session.cluster]);
  if (ends === undefined && !opened) return null;
  return (
    <Suspense>
      <ExpiryNotice
        session={session}
        ends={ends}
        opened={opened}
        onOpen={() => setOpened(true)}
        onClose={() => setOpened(false)}
      />
    </Suspense>
  );
}

/** The cluster or Quarterdeck does not answer: says so, and asks again by itself. */
function Retrying({ cluster }: { readonly cluster: string }) {
  const { t } = useTranslation('app');
  const state = useSessionState(cluster);
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    const wait = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** attempt);
    const timer = setTimeout(() => {
      void sessionStore.load(cluster).finally(() => setAttempt((count) => count + 1));
    }, wait);
    return () => clearTimeout(timer);
  }, [attempt, cluster]);

  if (state.status !== 'failed') return <PageWaiting />;
  return (
    <main>
      <h1 className="qd-visually-hidden">{cluster}</h1>
      <ProblemView problem={state.problem} onRetry={() => void sessionStore.load(cluster)} />
      <p role="status" style={{ textAlign: 'center', color: 'var(--qd-text-dim)' }}>
        {t('gate.retrying', { cluster })}
      </p>
    </main>
  );
}
