import { isApiStatus } from '@quarterdeck/shared/api-status';
import { apiPath } from '@quarterdeck/shared/resource-path';
import { k8sFetch, problemOfError, RefusedError } from '../../api/api-fetch.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { warningsOf } from '../../api/warnings.ts';
import { FIELD_MANAGER } from '../../api/writes/field-owners.ts';
import { sendWrite, type Write, type WriteAnswer } from '../../api/writes/send-write.ts';
import type { JsonMap } from './kube-yaml.ts';

/** A write in a way that may not be one of its own: `merge` holds what the text says, where the server cannot apply the text. */
export interface ManifestWrite extends Omit<Write, 'method'> {
  readonly method: 'apply' | 'create';
  readonly merge?: JsonMap | undefined;
}

/** Writes a document. Never rejects but when `signal` aborts: a refusal is an answer. */
export async function writeManifest({ merge, ...write }: ManifestWrite, signal?: AbortSignal): Promise<WriteAnswer> {
  if (merge === undefined) return sendWrite(write, signal);
  const { resource, namespace, name, cluster } = write.target;
  const query = new URLSearchParams({ fieldManager: FIELD_MANAGER, fieldValidation: 'Strict' });
  if (write.dryRun) query.set('dryRun', 'All');
  try {
    const response = await k8sFetch(cluster, `${apiPath(resource, { namespace, name })}?${query}`, {
      method: 'PATCH',
      headers: { accept: 'application/json', 'content-type': 'application/strategic-merge-patch+json' },
      body: JSON.stringify(merge),
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
}
