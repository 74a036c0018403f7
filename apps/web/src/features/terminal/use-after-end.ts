import { ProblemError } from '@quarterdeck/shared/problem';
import { apiPath } from '@quarterdeck/shared/resource-path';
import { useEffect, useState } from 'react';
import { k8sFetch } from '../../api/api-fetch.ts';
import type { TerminalRequest } from '../../api/dock-requests.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { type AfterEnd, afterEnd } from './after-end.ts';

/** The kubelet reports an end a moment later than the terminal has it. */
const ASK_AGAIN_MS = [2000, 4000];
/** What passes by itself is asked for again: a new pod takes the name, a container is started again. */
const ASK_EVERY_MS = 5000;
const ASK_UNTIL_MS = 15 * 60_000;
const PASSING: readonly AfterEnd['key'][] = ['gone', 'deleting', 'waiting'];

/** What became of the container, once its terminal has ended; undefined until then, and where the pod may not be read. */
export function useAfterEnd(request: TerminalRequest, ended: boolean, openedAt: number): AfterEnd | undefined {
  const [after, setAfter] = useState<AfterEnd>();
  useEffect(() => {
    setAfter(undefined);
    if (!ended) return;
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last: AfterEnd['key'] | undefined;
    let waited = 0;
    const ask = async (times: number) => {
      const pod = await readPod(request, abort.signal).catch(() => undefined);
      if (abort.signal.aborted) return;
      if (pod !== undefined) {
        const found = afterEnd(pod, request, openedAt);
        last = found.key;
        setAfter(found);
      }
      const mayChange = last !== undefined && PASSING.includes(last) && waited < ASK_UNTIL_MS;
      askLater(times + 1, ASK_AGAIN_MS[times] ?? (mayChange ? ASK_EVERY_MS : undefined));
    };
    const askLater = (times: number, ms: number | undefined) => {
      if (ms === undefined) return;
      waited += ms;
      timer = setTimeout(() => void ask(times), ms);
    };
    void ask(0);
    return () => {
      abort.abort();
      clearTimeout(timer);
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
