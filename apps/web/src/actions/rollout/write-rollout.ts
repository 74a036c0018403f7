import type { ActionApi, ActionTarget } from '../define-action.ts';
import type { PatchType } from '../patch/patch-input.ts';
import { writePatch } from '../patch/write-patch.ts';

/** Sends a patch of a workload; the session can take it back. */
export async function writeRollout(
  target: ActionTarget,
  api: ActionApi,
  type: PatchType,
  patch: object,
): Promise<void> {
  await writePatch(target, { type, text: '', body: JSON.stringify(patch) }, api);
}
