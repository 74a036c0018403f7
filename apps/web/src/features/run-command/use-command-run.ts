import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { sessionStore } from '../../api/session-store.ts';
import { CommandRunStore, type RunSnapshot, type RunTarget } from './command-run-store.ts';

interface StartedRun {
  readonly store: CommandRunStore;
  readonly argv: readonly string[];
}

export interface CommandRun {
  /** undefined: nothing has been run yet */
  readonly snapshot: RunSnapshot | undefined;
  /** what was run */
  readonly argv: readonly string[];
  start(argv: readonly string[], targets: readonly RunTarget[], timeoutSeconds: number): void;
  stop(target?: number): void;
}

const subscribeToNothing = () => () => {};
const nothing = () => undefined;

/** A command and what has come of it; ends with the page that looks at it. */
export function useCommandRun(cluster: string): CommandRun {
  const [run, setRun] = useState<StartedRun>();
  const store = run?.store;
  useEffect(() => () => store?.close(), [store]);
  const snapshot = useSyncExternalStore<RunSnapshot | undefined>(
    store?.subscribe ?? subscribeToNothing,
    store?.getSnapshot ?? nothing,
  );
  return {
    snapshot,
    argv: run?.argv ?? [],
    start: (argv, targets, timeoutSeconds) => {
      const csrf = sessionStore.session(cluster)?.csrf ?? '';
      setRun({ argv, store: new CommandRunStore({ cluster, csrf, command: argv, targets, timeoutSeconds }) });
    },
    stop: useCallback((target) => store?.stop(target), [store]),
  };
}
