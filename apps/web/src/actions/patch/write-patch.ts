import { apiPath } from '@quarterdeck/shared/resource-path';
import type { KubeObject } from '../../api/kube-object.ts';
import { meaningfulChanges } from '../../api/writes/changed-paths.ts';
import { FIELD_MANAGER } from '../../api/writes/field-owners.ts';
import { undoMemory } from '../../api/writes/undo-memory.ts';
import type { ActionApi, ActionTarget } from '../define-action.ts';
import { type PatchInput, patchContentType } from './patch-input.ts';

/** Patches an object; the session can take it back, of many at once as one where `together` names what was done to them. */
export async function writePatch(
  { ref }: ActionTarget,
  { type, body = '' }: PatchInput,
  api: Pick<ActionApi, 'request' | 'isTrial'>,
  together?: string,
): Promise<{ readonly before: KubeObject; readonly after: KubeObject }> {
  const path = apiPath(ref.resource, ref);
  const before = (await api.request(path)) as KubeObject;
  const query = new URLSearchParams({ fieldManager: FIELD_MANAGER, fieldValidation: 'Strict' });
  const after = (await api.request(`${path}?${query}`, {
    method: 'PATCH',
    contentType: patchContentType(type),
    body,
  })) as KubeObject;
  if (api.isTrial !== true && meaningfulChanges(before, after).length > 0)
    undoMemory.rememberObject(ref, before, after, together);
  return { before, after };
}
