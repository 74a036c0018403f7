import { ProblemError } from '@quarterdeck/shared/problem';
import { apiPath } from '@quarterdeck/shared/resource-path';
import { useEffect, useState } from 'react';
import { k8sFetch } from '../../api/api-fetch.ts';
import type { TerminalRequest } from '../../api/dock-requests.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { type AfterEnd, afterEnd } from './after-end.ts';

/** The kubelet reports an end a moment later than the terminal has it. */
const ASK_AFTER_MS = [0, 2000, 6000];

/** What became of the container, once its terminal has ended; undefined until then, and where the pod may not be read. */
export function useAfterEnd(request: TerminalRequest, ended: boolean, openedAt: number): AfterEnd | undefined {
  const [after, setAfter] = useState<AfterEnd>();
  useEffect(() => {
    setAfter(undefined);
    if (!ended) return;
    const abort = new AbortController();
    const ask = async () => {
      const pod = await readPod(request, abort.signal).catch(() => undefined);
      if (pod !== undefined && !abort.signal.aborted) setAfter(afterEnd(pod, request, openedAt));
    };
    const timers = ASK_AFTER_MS.map((ms) => setTimeout(() => void ask(), ms));
    return () => {
      abort.abort();
      for (const timer of timers) clearTimeout(timer);
    };
  }, [request, ended, openedAt]);
  return after;
}

async function readPod(
  { cluster, namespace, pod }: TerminalRequest,
  signal: AbortSignal,
): Promise<KubeObject | 'gone'> {
  const path = apiPath({ group: '', version: 'v1', resource: 'pods' }, { namespace, name: pod });
  try {
    return (await (
      await k8sFetch(cluster, path, { signal, headers: { accept: 'application/json' } })
    ).json()) as KubeObject;
  } catch (error) {
    if (error instanceof ProblemError && error.problem.status === 404) return 'gone';
    throw error;
  }
}
