import { ProblemError } from '@quarterdeck/shared/problem';
import { apiPath } from '@quarterdeck/shared/resource-path';
import { k8sJson, problemOfError } from '../api-fetch.ts';
import type { KubeObject, ObjectRef } from '../kube-object.ts';
import type { ReviewPorts } from './review-session.ts';
import { sendWrite } from './send-write.ts';

/** The object as the API server has it now; undefined: there is none. */
export async function readObject(target: ObjectRef, signal?: AbortSignal): Promise<KubeObject | undefined> {
  try {
    return await k8sJson<KubeObject>(
      target.cluster,
      apiPath(target.resource, target),
      signal === undefined ? {} : { signal },
    );
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'qd.api.not-found') return undefined;
    throw error;
  }
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        reject(signal.reason);
      },
      { once: true },
    );
  });
}

/** A review's ways to the API server and the clock. */
export const reviewPorts: ReviewPorts = { send: sendWrite, read: readObject, sleep, problemOf: problemOfError };
