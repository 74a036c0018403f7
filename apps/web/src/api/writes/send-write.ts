import { type ApiStatus, isApiStatus } from '@quarterdeck/shared/api-status';
import type { Problem } from '@quarterdeck/shared/problem';
import { apiPath } from '@quarterdeck/shared/resource-path';
import { k8sFetch, problemOfError, RefusedError } from '../api-fetch.ts';
import type { KubeObject, ObjectRef } from '../kube-object.ts';
import { warningsOf } from '../warnings.ts';
import { FIELD_MANAGER } from './field-owners.ts';

/**
 * How a text is written. "replace": PUT, what is not in the text goes. "create": POST. "apply": server-side apply, what others
 * manage stays.
 */
export type WriteMethod = 'replace' | 'create' | 'apply';

export interface Write {
  readonly target: ObjectRef;
  /** goes to the server as it is: YAML 1.1 and 1.2 disagree about "no" and 012, so nobody else may read it first */
  readonly text: string;
  readonly method: WriteMethod;
  /** The server does all but store it. */
  readonly dryRun: boolean;
  /** server-side apply: take over what others manage */
  readonly force?: boolean;
}

/** What came of a write. */
export type WriteAnswer =
  | { readonly ok: true; readonly object: KubeObject; readonly warnings: readonly string[] }
  | {
      readonly ok: false;
      readonly problem: Problem;
      /** undefined: it was not the API server that refused, or it said no more than the problem does */
      readonly status: ApiStatus | undefined;
      readonly warnings: readonly string[];
    };

export type SendWrite = (write: Write, signal?: AbortSignal) => Promise<WriteAnswer>;

const METHODS = { replace: 'PUT', create: 'POST', apply: 'PATCH' } as const;

/** The request that a write is. Servers before v1.23 pass over fieldValidation (droppedFields finds what they leave out). */
function writeRequest({ target, text, method, dryRun, force = false }: Write): {
  readonly path: string;
  readonly method: string;
  readonly contentType: string;
  readonly body: string;
} {
  const { resource, namespace, name } = target;
  const query = new URLSearchParams({ fieldManager: FIELD_MANAGER, fieldValidation: 'Strict' });
  if (dryRun) query.set('dryRun', 'All');
  if (method === 'apply' && force) query.set('force', 'true');
  return {
    path: `${apiPath(resource, method === 'create' ? { namespace } : { namespace, name })}?${query}`,
    method: METHODS[method],
    contentType: method === 'apply' ? 'application/apply-patch+yaml' : 'application/yaml',
    body: text,
  };
}

/** Writes a text. Never rejects but when `signal` aborts: a refusal is an answer. */
export const sendWrite: SendWrite = async (write, signal) => {
  const { path, method, contentType, body } = writeRequest(write);
  try {
    const response = await k8sFetch(write.target.cluster, path, {
      method,
      headers: { accept: 'application/json', 'content-type': contentType },
      body,
      ...(signal === undefined ? {} : { signal }),
    });
    return { ok: true, object: (await response.json()) as KubeObject, warnings: warningsOf(response.headers) };
  } catch (error) {
    if (signal?.aborted) throw error;
    const refused = error instanceof RefusedError ? error : undefined;
    return {
      ok: false,
      problem: problemOfError(error),
      status: isApiStatus(refused?.body) ? refused.body : undefined,
      warnings: refused === undefined ? [] : warningsOf(refused.headers),
    };
  }
};
