import { Suspense, useSyncExternalStore } from 'react';
import { dockRequests } from '../../api/dock-requests.ts';
import { lazyWithWords } from '../../i18n/lazy-with-words.ts';
import { ErrorBoundary } from '../error-boundary.tsx';

const Dock = lazyWithWords(['terminal', 'dock', 'problems'], () => import('./dock.tsx'));

/** Fetches the dock when it is first needed: when a terminal is asked for, or when this browser tab had some before a reload. */
export function DockLoader() {
  const wanted = useSyncExternalStore(dockRequests.subscribe, isWanted);
  return wanted ? (
    <Suspense>
      <ErrorBoundary resetKey="dock">
        <Dock />
      </ErrorBoundary>
    </Suspense>
  ) : null;
}

let found = false;

/** Once needed it stays: it closes by itself when its last tab is closed. */
function isWanted(): boolean {
  found ||= dockRequests.waiting().length > 0 || remembered();
  return found;
}

function remembered(): boolean {
  try {
    return (sessionStorage.getItem('quarterdeck.dock') ?? '') !== '';
  } catch {
    return false; // storage is forbidden
  }
}
