import { ProblemError, problem } from '@quarterdeck/shared/problem';
import { apiPath } from '@quarterdeck/shared/resource-path';
import { problemOfError } from '../../api/api-fetch.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { valueAt } from '../../api/read-field.ts';
import { sameValue } from '../../live/same-row.ts';
import type { ActionApi, ActionTarget } from '../define-action.ts';
import type { PatchType } from '../patch/patch-input.ts';
import { writePatch } from '../patch/write-patch.ts';

/** Sends a patch of a workload; the session can take it back, `together` with those of others (see writePatch). */
export async function writeRollout(
  target: ActionTarget,
  api: ActionApi,
  type: PatchType,
  patch: object,
  together?: string,
): Promise<void> {
  await writePatch(target, { type, text: '', body: JSON.stringify(patch) }, api, together);
}

/** What a person saw who decides about a template. */
const LOOKED_AT = ['metadata.uid', 'spec.template', 'spec.paused'];
/** An API server's whole answer to a JSON patch that does not fit: one that refuses the values names them. */
const NO_FIT = /^the server rejected our request/;

/**
 * Sends a JSON patch of a workload that somebody has looked at. It is refused as a conflict when what it is about was changed since;
 * what others change beside it (an autoscaler the replicas, a controller its annotations) is left to them.
 */
export async function rewriteRollout(
  target: ActionTarget,
  api: ActionApi,
  seen: KubeObject,
  patchOf: (present: KubeObject) => readonly object[],
): Promise<void> {
  const present = (await api.request(apiPath(target.ref.resource, target.ref))) as KubeObject;
  refuseChanged(seen, present, LOOKED_AT);
  const { generation } = present.metadata;
  // nothing comes in between: tests of the values themselves would fail over how a server escapes "<" and "&"
  const lock = generation === undefined ? [] : [{ op: 'test', path: '/metadata/generation', value: generation }];
  try {
    await writeRollout(target, api, 'json', [...lock, ...patchOf(present)]);
  } catch (error) {
    const { code, detail = '' } = problemOfError(error);
    throw code === 'qd.api.invalid' && NO_FIT.test(detail) ? conflict(detail, error) : error;
  }
}

/** Throws a conflict where one of these paths is not as it was seen. */
export function refuseChanged(seen: object, present: object, paths: readonly string[]): void {
  const other = paths.find((path) => !sameValue(valueAt(seen, path), valueAt(present, path)));
  if (other !== undefined) throw conflict(`${other} is no longer what it was`);
}

function conflict(detail: string, cause?: unknown): ProblemError {
  return new ProblemError(problem('qd.api.conflict', 'Somebody changed it meanwhile: reopen', { detail }), { cause });
}
