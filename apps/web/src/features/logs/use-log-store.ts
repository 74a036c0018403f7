import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { sessionStore } from '../../api/session-store.ts';
import { useSession } from '../../api/use-session.ts';
import { createLogClient } from './log-client.ts';
import { type LogSnapshot, LogStore } from './log-store.ts';

const TAIL_LINES = 500;

export interface LogTarget {
  readonly cluster: string;
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** changes with each new instance of the container */
  readonly instance: string;
  readonly previous: boolean;
}

/** The log of a container, from its last 500 lines on; goes on when the container restarts and after a new sign-in. */
export function useLogStore(target: LogTarget): {
  readonly store: LogStore;
  readonly snapshot: LogSnapshot;
  readonly restart: () => void;
} {
  const { cluster, namespace, pod, container, instance, previous } = target;
  const csrf = useSession(cluster)?.csrf;
  const [store] = useState(
    () => new LogStore(createLogClient({ cluster, csrf: () => sessionStore.session(cluster)?.csrf ?? '' })),
  );
  const snapshot = useSyncExternalStore(store.subscribe, store.snapshot);
  const [round, setRound] = useState(0);
  const seen = useRef({ csrf, instance });

  // biome-ignore lint/correctness/useExhaustiveDependencies: another round is the same log from the start
  useEffect(() => {
    store.start({
      sources: [{ namespace, pod, container }],
      follow: !previous,
      previous,
      tailLines: TAIL_LINES,
    });
    return () => store.stop();
  }, [store, namespace, pod, container, previous, round]);

  useEffect(() => {
    const before = seen.current;
    seen.current = { csrf, instance };
    if (before.csrf !== csrf && csrf !== undefined && store.snapshot().link === 'closed') store.resume('resumed');
    // The first instance of a container is no restart.
    if (before.instance === instance || before.instance === '' || instance === '' || previous) return;
    if (store.snapshot().ended) store.resume('restarted');
    else store.mark('restarted');
  }, [store, csrf, instance, previous]);

  return { store, snapshot, restart: () => setRound((before) => before + 1) };
}
