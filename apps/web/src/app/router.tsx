import { createRootRoute, createRoute, createRouter, Outlet, useRouter, useRouterState } from '@tanstack/react-router';
import { Suspense, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { remember } from '../api/browser-memory.ts';
import { useSession } from '../api/use-session.ts';
import { lazyWithWords } from '../i18n/lazy-with-words.ts';
import { createAppHistory } from './app-history.ts';
import { DockLoader } from './dock/dock-loader.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import frame from './frame.module.css';
import { namespacesFor, safeNext } from './landing.ts';
import { localKey } from './local-key.ts';
import { AccessRoute } from './pages/access-route.tsx';
import { AddressUnknown } from './pages/address-unknown.tsx';
import { ApplyRoute } from './pages/apply-route.tsx';
import { HomePage, LAST_PLACE } from './pages/home-page.tsx';
import { LandingPage } from './pages/landing-page.tsx';
import { LogsRoute } from './pages/logs-route.tsx';
import { NamespaceRoute } from './pages/namespace-route.tsx';
import { PageWaiting } from './pages/page-waiting.tsx';
import { RawApiRoute } from './pages/raw-api-route.tsx';
import { ResourcePage } from './pages/resource-page.tsx';
import { WizardRoute } from './pages/wizard-route.tsx';
import { WorkloadsRoute } from './pages/workloads-route.tsx';
import { usePlace } from './place.ts';
import { parseSearch, stringifySearch } from './search-params.ts';
import { SessionGate } from './session-gate.tsx';
import { LanguageSwitch } from './shell/language-switch.tsx';
import { Mark } from './shell/mark.tsx';
import { Shell } from './shell/shell.tsx';
import { ThemeSwitch } from './shell/theme-switch.tsx';
import { useSeesCluster } from './use-sees-cluster.ts';

const SignInPage = lazyWithWords(['sign-in', 'problems'], () => import('../features/sign-in/sign-in-page.tsx'));
const OverviewPage = lazyWithWords(['overview', 'problems'], () => import('../features/overview/overview-page.tsx'));

const FavouritesPage = lazyWithWords(['pages'], () => import('../features/favourites/favourites-page.tsx'));

const root = createRootRoute({
  component: Root,
  notFoundComponent: AddressUnknown,
});

function Root() {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  return (
    <div className={frame['frame']}>
      <div className={frame['page']}>
        <ErrorBoundary resetKey={path}>
          <Suspense fallback={<PageWaiting />}>
            <Outlet />
          </Suspense>
        </ErrorBoundary>
      </div>
      <DockLoader />
    </div>
  );
}

const home = createRoute({ getParentRoute: () => root, path: '/', component: HomePage });

const signIn = createRoute({ getParentRoute: () => root, path: '/sign-in', component: SignInRoute });

function SignInRoute() {
  const router = useRouter();
  const search: { cluster?: unknown; next?: unknown; mode?: unknown; fault?: unknown } = signIn.useSearch();
  const next = safeNext(search.next);
  return (
    <SignInPage
      wanted={typeof search.cluster === 'string' ? search.cluster : undefined}
      localKey={localKey()}
      next={next}
      mode={search.mode === 'add' ? 'add' : undefined}
      fault={search.fault}
      mark={<Mark size={28} />}
      tools={
        <>
          <LanguageSwitch />
          <ThemeSwitch />
        </>
      }
      onSignedIn={({ cluster }) => {
        const own = `/clusters/${encodeURIComponent(cluster)}`;
        router.history.push(next?.startsWith(`${own}/`) ? next : own);
      }}
    />
  );
}

const cluster = createRoute({ getParentRoute: () => root, path: '/clusters/$cluster', component: ClusterFrame });

function ClusterFrame() {
  const place = usePlace();
  const { pathname, href } = useRouterState({ select: ({ location }) => location });

  useEffect(() => {
    // on the way out the address is already that of the next page
    if (href.startsWith('/clusters/')) remember(LAST_PLACE, href);
  }, [href]);

  return (
    <SessionGate cluster={place.cluster}>
      <Shell address={pathname}>
        <ErrorBoundary resetKey={pathname}>
          <Suspense fallback={<PageWaiting />}>
            <Outlet />
          </Suspense>
        </ErrorBoundary>
      </Shell>
    </SessionGate>
  );
}

const landing = createRoute({ getParentRoute: () => cluster, path: '/', component: LandingPage });
const overview = createRoute({ getParentRoute: () => cluster, path: '/overview', component: OverviewRoute });

function OverviewRoute() {
  const { cluster: name } = usePlace();
  const session = useSession(name);
  const { seesCluster, isPending } = useSeesCluster(name);
  const scope = useMemo(() => (seesCluster ? null : namespacesFor(name, session)), [seesCluster, name, session]);
  if (isPending) return <PageWaiting />;
  return <OverviewPage key={name} cluster={name} scope={scope} />;
}

const logs = createRoute({ getParentRoute: () => cluster, path: '/namespaces/$namespaces/logs', component: LogsRoute });
const workloads = createRoute({
  getParentRoute: () => cluster,
  path: '/namespaces/$namespaces/workloads',
  component: WorkloadsRoute,
});
const namespace = createRoute({
  getParentRoute: () => cluster,
  path: '/namespaces/$namespaces/overview',
  component: NamespaceRoute,
});
const rawApi = createRoute({ getParentRoute: () => cluster, path: '/raw', component: RawApiRoute });
const access = createRoute({ getParentRoute: () => cluster, path: '/access', component: AccessRoute });
const favourites = createRoute({ getParentRoute: () => cluster, path: '/favourites', component: FavouritesRoute });

const wizard = createRoute({ getParentRoute: () => cluster, path: '/wizards/$wizard', component: WizardRoute });
const apply = createRoute({ getParentRoute: () => cluster, path: '/apply', component: ApplyRoute });

function FavouritesRoute() {
  const { t } = useTranslation('app');
  const { cluster: name } = usePlace();
  const title = t('shell.allFavourites');
  useEffect(() => {
    document.title = `${title} · ${name} – Quarterdeck`;
  }, [title, name]);
  return <FavouritesPage cluster={name} />;
}

// No version in an address: discovery picks it. A static segment wins over a parameter, so "namespaces" is never a group.
const RESOURCE_PATHS = [
  '/namespaces/$namespaces/$group/$plural',
  '/namespaces/$namespaces/$group/$plural/$name',
  '/namespaces/$namespaces/$group/$plural/$name/$tab',
  '/$group/$plural',
  '/$group/$plural/$name',
  '/$group/$plural/$name/$tab',
] as const;
const resources = RESOURCE_PATHS.map((path) =>
  createRoute({ getParentRoute: () => cluster, path, component: ResourcePage }),
);

/** The route table of architecture.md §9. */
export function createAppRouter() {
  return createRouter({
    routeTree: root.addChildren([
      home,
      signIn,
      cluster.addChildren([
        landing,
        overview,
        workloads,
        logs,
        namespace,
        favourites,
        rawApi,
        access,
        wizard,
        apply,
        ...resources,
      ]),
    ]),
    history: createAppHistory(),
    parseSearch,
    stringifySearch,
    scrollRestoration: false,
  });
}
