import { ProblemError, problem } from '@quarterdeck/shared/problem';
import { apiPath } from '@quarterdeck/shared/resource-path';
import type { KubeObject } from '../../api/kube-object.ts';
import { numberAt } from '../../api/read-field.ts';
import { undoMemory } from '../../api/writes/undo-memory.ts';
import type { ActionApi, ActionTarget } from '../define-action.ts';
import { lookOf, type ScaleInput, wantedOf } from './scale-input.ts';
import { BEFORE_ZERO } from './scale-look.ts';

/**
 * Sets the replicas by the scale subresource, from the number that the person saw; on the way to 0 the object remembers what it had.
 * The session can take it back.
 */
export async function writeScale(target: ActionTarget, api: ActionApi, input: ScaleInput): Promise<void> {
  const { ref } = target;
  const look = lookOf(input, target);
  const wanted = wantedOf(input, look);
  if (look === undefined || wanted === undefined || wanted === look.current) return;
  const path = apiPath(ref.resource, ref);
  const patch = (where: string, body: object) =>
    api.request(where, { method: 'PATCH', contentType: 'application/merge-patch+json', body: JSON.stringify(body) });
  const before = (await api.request(path)) as KubeObject;
  const present = numberAt(before, 'spec.replicas') ?? 1;
  if (present !== look.current)
    throw new ProblemError(
      problem('qd.api.conflict', 'Somebody else scaled it', {
        detail: `${present} replicas, no longer ${look.current}`,
      }),
    );
  await patch(apiPath(ref.resource, { ...ref, subresource: 'scale' }), { spec: { replicas: wanted } });
  if (api.isTrial) return;
  const note = wanted === 0 ? String(present) : null;
  if (note !== null || before.metadata.annotations?.[BEFORE_ZERO] !== undefined)
    // who may scale but not write the object itself has scaled it all the same
    await patch(path, { metadata: { annotations: { [BEFORE_ZERO]: note } } }).catch(() => undefined);
  undoMemory.rememberObject(ref, before, (await api.request(path)) as KubeObject, 'scale');
}
