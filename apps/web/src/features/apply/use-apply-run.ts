import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { applyPorts } from './apply-ports.ts';
import { type ApplyOptions, ApplyRun, type ApplySnapshot } from './apply-run.ts';
import { readManifests } from './read-manifests.ts';

const NOTHING: ApplySnapshot = { items: [], phase: 'idle' };
const noSubscription = () => () => {};
const noSnapshot = () => NOTHING;

/** The run of the text that was checked last. It is outdated once text, namespace or way change: then only a new check goes on. */
export function useApplyRun({ cluster, namespace, method }: ApplyOptions) {
  const [run, setRun] = useState<ApplyRun>();
  const [isStale, setIsStale] = useState(false);
  const [agreed, setAgreed] = useState<ReadonlySet<number>>(new Set());
  const snapshot = useSyncExternalStore(run?.subscribe ?? noSubscription, run?.getSnapshot ?? noSnapshot);
  useEffect(() => () => run?.close(), [run]);

  const check = useCallback(
    async (text: string): Promise<void> => {
      const next = new ApplyRun(readManifests(text), { cluster, namespace, method }, applyPorts(cluster));
      setRun(next);
      setIsStale(false);
      setAgreed(new Set());
      await next.check();
    },
    [cluster, namespace, method],
  );
  const agree = useCallback((index: number, agrees: boolean): void => {
    setAgreed((before) => {
      const after = new Set(before);
      if (agrees) after.add(index);
      else after.delete(index);
      return after;
    });
  }, []);
  return {
    run,
    snapshot,
    isStale,
    agreed,
    agree,
    check,
    apply: useCallback(async () => run?.apply(agreed), [run, agreed]),
    stop: useCallback(() => run?.stop(), [run]),
    outdate: useCallback(() => setIsStale(true), []),
  };
}
