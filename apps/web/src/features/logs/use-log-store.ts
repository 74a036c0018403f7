import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { sessionStore } from '../../api/session-store.ts';
import { useSession } from '../../api/use-session.ts';
import { createLogClient } from './log-client.ts';
import type { RingLimits } from './log-ring.ts';
import type { LogRequest } from './log-source.ts';
import { type LogSnapshot, LogStore } from './log-store.ts';

export interface LogTarget {
  readonly cluster: string;
  readonly request: LogRequest;
  readonly limits: RingLimits;
  /** a change of it is a reason to ask again for what was not there */
  readonly again: string;
  /** lines may be shown that give way to others in a moment: nobody looks for one of them */
  readonly preview: boolean;
}

/** A log as it was asked for; goes on after a new sign-in and when its sources change, and starts anew when anything else does. */
export function useLogStore({ cluster, request, limits, again, preview }: LogTarget): {
  readonly store: LogStore;
  readonly snapshot: LogSnapshot;
  readonly restart: () => void;
} {
  const csrf = useSession(cluster)?.csrf;
  const [store] = useState(
    () => new LogStore(createLogClient({ cluster, csrf: () => sessionStore.session(cluster)?.csrf ?? '' }), { limits }),
  );
  const snapshot = useSyncExternalStore(store.subscribe, store.snapshot);
  const [round, setRound] = useState(0);
  const seen = useRef(csrf);
  const { sources: _sources, ...range } = request;
  // the same range is the same log: other sources are taken into it
  const start = JSON.stringify(range);
  const latest = useRef(request);
  const asked = useRef<LogRequest>(undefined);
  latest.current = request;
  const previews = useRef(preview);
  previews.current = preview;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another round is the same log from the start
  useEffect(() => {
    asked.current = latest.current;
    store.start(previews.current ? { ...latest.current, preview: true } : latest.current);
    return () => store.stop();
  }, [store, start, round]);

  useEffect(() => {
    if (asked.current === request || JSON.stringify(asked.current) === JSON.stringify(request)) return;
    asked.current = request;
    store.resume(undefined, request);
  }, [store, request]);

  useEffect(() => {
    const before = seen.current;
    seen.current = csrf;
    if (before !== csrf && csrf !== undefined && store.snapshot().link === 'closed') store.resume({ what: 'resumed' });
  }, [store, csrf]);

  // Between a crash and the back-off the kubelet has no previous instance; later it has.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of it is the reason to ask again
  useEffect(() => {
    const { sources, ended } = store.snapshot();
    if (ended && sources.some(({ frame }) => frame.problem?.code === 'qd.log.no-previous')) setRound((n) => n + 1);
  }, [store, again]);

  return { store, snapshot, restart: () => setRound((before) => before + 1) };
}
