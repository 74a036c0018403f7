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
  /** the container's phase: with it changes which instance is the previous one */
  readonly phase: string;
  readonly previous: boolean;
}

/** The log of a container, from its last 500 lines on; goes on when the container restarts and after a new sign-in. */
export function useLogStore(target: LogTarget): {
  readonly store: LogStore;
  readonly snapshot: LogSnapshot;
  readonly restart: () => void;
} {
  const { cluster, namespace, pod, container, instance, phase, previous } = target;
  const csrf = useSession(cluster)?.csrf;
  const [store] = useState(
    () => new LogStore(createLogClient({ cluster, csrf: () => sessionStore.session(cluster)?.csrf ?? '' })),
  );
  const snapshot = useSyncExternalStore(store.subscribe, store.snapshot);
  const [round, setRound] = useState(0);
  const seen = useRef({ csrf, container, instance });

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
    seen.current = { csrf, container, instance };
    if (before.csrf !== csrf && csrf !== undefined && store.snapshot().link === 'closed') store.resume('resumed');
    // Another container, or the first instance of one, is no restart.
    if (before.container !== container) return;
    if (before.instance === instance || before.instance === '' || instance === '' || previous) return;
    if (store.snapshot().ended) store.resume('restarted');
    else store.mark('restarted');
  }, [store, csrf, container, instance, previous]);

  // Between a crash and the back-off the kubelet has no previous instance; later it has.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of these is the reason to ask again
  useEffect(() => {
    const { ended, problem } = store.snapshot();
    if (previous && ended && problem?.code === 'qd.log.no-previous') setRound((before) => before + 1);
  }, [store, instance, phase, previous]);

  return { store, snapshot, restart: () => setRound((before) => before + 1) };
}
