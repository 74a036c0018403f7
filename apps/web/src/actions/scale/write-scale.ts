import { ProblemError, problem } from '@quarterdeck/shared/problem';
import { apiPath } from '@quarterdeck/shared/resource-path';
import i18next from 'i18next';
import type { KubeObject } from '../../api/kube-object.ts';
import { undoMemory } from '../../api/writes/undo-memory.ts';
import type { ActionApi, ActionTarget } from '../define-action.ts';
import { keepsReplicas } from './scalable.ts';
import { lookOf, type ScaleInput, type ScaleLook, wantedOf } from './scale-input.ts';
import { BEFORE_ZERO, replicasOf, scalePath } from './scale-look.ts';

/** A controller that writes the status comes between again and again; a number that was changed ends it at once. */
const TRIES = 3;

/**
 * Sets the replicas by the scale subresource, from the number that the person saw; on the way to 0 the object remembers what it had.
 * The session can take it back.
 */
export async function writeScale(target: ActionTarget, api: ActionApi, input: ScaleInput): Promise<void> {
  const { ref } = target;
  const path = apiPath(ref.resource, ref);
  const look = lookOf(input, target);
  if (look === undefined) {
    // one of many that could not be read: the server says why
    await api.request(path);
    throw changed('It could not be read before');
  }
  const { owner } = look;
  if (owner !== undefined)
    api.note?.(i18next.t('scale:owned.passed', { name: ref.name, kind: owner.kind, owner: owner.name }));
  const wanted = wantedOf(input, look);
  if (wanted === undefined || wanted === look.current) return;
  const before = await setReplicas(target, api, look, wanted);
  if (api.isTrial) return;
  const note = wanted === 0 ? String(look.current) : null;
  if (note !== null || before.metadata.annotations?.[BEFORE_ZERO] !== undefined)
    // who may scale but not write the object itself has scaled it all the same
    await mergePatch(api, path, { metadata: { annotations: { [BEFORE_ZERO]: note } } }).catch(() => {
      if (note !== null) api.note?.(i18next.t('scale:zero.forgotten', { name: ref.name, count: look.current }));
    });
  undoMemory.rememberObject(ref, before, (await api.request(path)) as KubeObject, 'scale');
}

/** Writes the number over the state that was read just before, and over nothing else; returns that state. */
async function setReplicas(
  target: ActionTarget,
  api: ActionApi,
  { uid = target.uid, current }: ScaleLook,
  wanted: number,
): Promise<KubeObject> {
  const { ref } = target;
  for (let left = TRIES - 1; ; left -= 1) {
    const before = (await api.request(apiPath(ref.resource, ref))) as KubeObject;
    const { metadata } = before;
    if (uid !== undefined && metadata.uid !== uid) throw changed('Another object has its name now');
    // read after the object: what it says is of that version, or the write is refused
    const scale = keepsReplicas(ref.resource) ? undefined : await api.request(scalePath(target));
    const present = replicasOf(before, scale);
    if (present !== current) throw changed(`${present} replicas, no longer ${current}`);
    try {
      // a Scale has the version of its object: so it is written over what was looked at, and over nothing else
      const body = { metadata: { resourceVersion: metadata.resourceVersion }, spec: { replicas: wanted } };
      await mergePatch(api, scalePath(target), body);
      return before;
    } catch (error) {
      if (left === 0 || !(error instanceof ProblemError) || error.problem.code !== 'qd.api.conflict') throw error;
    }
  }
}

const mergePatch = (api: ActionApi, path: string, body: object): Promise<unknown> =>
  api.request(path, { method: 'PATCH', contentType: 'application/merge-patch+json', body: JSON.stringify(body) });

const changed = (detail: string) =>
  new ProblemError(problem('qd.api.conflict', 'Somebody else changed it', { detail }));
