import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { sessionStore } from '../api/session-store.ts';
import { KindsContext } from '../kinds/kinds-context.ts';
import { kinds } from '../kinds/registry.ts';
import { LiveClientContext } from '../live/live-context.ts';
import type { LiveSource } from '../live/live-source.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { createQueryClient, followSessions } from './query-client.ts';
import { createAppRouter } from './router.tsx';
import { colorSchemeManager, theme } from './theme.ts';

const Notices = lazy(() => import('./notices.tsx'));

/** Everything that pages are given from outside, around the router. */
export function App({ live }: { readonly live: LiveSource }) {
  const [queryClient] = useState(createQueryClient);
  const [router] = useState(createAppRouter);
  useEffect(() => followSessions(queryClient, sessionStore), [queryClient]);
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={colorSchemeManager}
      // writes all variables itself: smaller than reading Mantine's defaults as a file and writing the differences
      deduplicateCssVariables={false}
    >
      <QueryClientProvider client={queryClient}>
        <LiveClientContext.Provider value={live}>
          <KindsContext.Provider value={kinds}>
            {/* a part that cannot be fetched is fetched again with the page, and never takes all of it away */}
            <Suspense>
              <ErrorBoundary resetKey="notices">
                <Notices />
              </ErrorBoundary>
            </Suspense>
            <Suspense>
              <RouterProvider router={router} />
            </Suspense>
          </KindsContext.Provider>
        </LiveClientContext.Provider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
