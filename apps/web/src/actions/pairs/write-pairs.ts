import { apiPath } from '@quarterdeck/shared/resource-path';
import { k8sJson } from '../../api/api-fetch.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { undoMemory } from '../../api/writes/undo-memory.ts';
import type { ActionApi, ActionTarget } from '../define-action.ts';
import { type PairsField, type PairsInput, pairsPatch, wishedPairs } from './pairs-input.ts';

const METADATA = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json';

/** Changes labels or annotations of one object, and keeps what they were so that it can be undone. */
export async function writePairs(
  field: PairsField,
  { ref }: ActionTarget,
  api: ActionApi,
  input: PairsInput,
): Promise<void> {
  const path = apiPath(ref.resource, ref);
  // who may write but not read can still write, only not undo
  const before = api.isTrial
    ? undefined
    : await k8sJson<KubeObject>(ref.cluster, path, { headers: { accept: METADATA } }).catch(() => undefined);
  await api.request(path, {
    method: 'PATCH',
    contentType: 'application/merge-patch+json',
    body: pairsPatch(field, input),
  });
  if (before === undefined) return;
  const after = wishedPairs(input);
  const old = before.metadata[field] ?? {};
  undoMemory.rememberPairs({
    ref,
    uid: before.metadata.uid,
    field,
    before: Object.fromEntries(
      Object.keys(after).map((key) => [key, Object.hasOwn(old, key) ? (old[key] ?? null) : null]),
    ),
    after,
  });
}
