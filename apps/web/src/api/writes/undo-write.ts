import { type Problem, ProblemError } from '@quarterdeck/shared/problem';
import { apiPath } from '@quarterdeck/shared/resource-path';
import { sameValue } from '../../live/same-row.ts';
import { k8sJson, problemOfError } from '../api-fetch.ts';
import type { KubeObject, ObjectRef } from '../kube-object.ts';
import { mapBounded } from '../map-bounded.ts';
import { entriesAt } from '../read-field.ts';
import { FIELD_MANAGER } from './field-owners.ts';
import { recreationText } from './recreation.ts';
import { readObject } from './review-ports.ts';
import { sendWrite } from './send-write.ts';
import { withoutServerFields } from './server-fields.ts';
import { withResourceVersion, withStatus } from './splice-text.ts';
import { takenBack } from './take-back.ts';
import type { Pairs, SessionWrite, WrittenItem } from './undo-memory.ts';
import { writeYaml } from './write-yaml.ts';

/**
 * What came of undoing one object. changed: somebody wrote what we wrote again since, it is left as it is · exists: what was deleted is
 * there again
 */
export type Undone =
  | { readonly item: WrittenItem; readonly outcome: 'done' | 'changed' | 'gone' | 'exists' }
  | { readonly item: WrittenItem; readonly outcome: 'failed'; readonly problem: Problem };

const WIDTH = 4;
/** A controller that writes the status comes between the look and the write: so often it is looked again. */
const TRIES = 3;

/** Whether there is something that undoing would do. */
export function isUndoable({ items, undone }: SessionWrite): boolean {
  return (
    !undone &&
    items.some(
      ({ ref, ...item }) => item.kind === 'pairs' || item.before !== undefined || ref.resource.verbs.includes('delete'),
    )
  );
}

/** Of what a write made, that which is still there: the same objects, not others of their names. Rejects where that cannot be told. */
export async function stillThere({ items }: SessionWrite): Promise<readonly WrittenItem[]> {
  const found = await mapBounded(items, WIDTH, async (item) => {
    const live = await readObject(item.ref);
    return item.kind === 'object' && live !== undefined && live.metadata.uid === item.after?.metadata.uid ? [item] : [];
  });
  return found.flat();
}

/** Puts back what a write changed of each object, unless that was changed since; what others changed beside it stays. */
export function undoWrite(write: SessionWrite): Promise<Undone[]> {
  return mapBounded(write.items, WIDTH, async (item): Promise<Undone> => {
    try {
      return { item, outcome: item.kind === 'pairs' ? await undoPairs(item) : await undoObject(item) };
    } catch (error) {
      return { item, outcome: 'failed', problem: problemOfError(error) };
    }
  });
}

async function undoObject({
  ref,
  before,
  after,
}: Extract<WrittenItem, { kind: 'object' }>): Promise<'done' | 'changed' | 'gone' | 'exists'> {
  if (before === undefined) return 'gone';
  if (after === undefined) {
    if ((await readObject(ref)) !== undefined) return 'exists';
    await send(ref, recreationText(before), 'create');
    return 'done';
  }
  for (let left = TRIES; left > 0; left -= 1) {
    const live = await readObject(ref);
    if (live === undefined) return 'gone';
    const back = isOther(after, live) ? undefined : takenBack(before, after, live);
    if (back === undefined) return 'changed';
    // somebody has put it back already
    if (sameValue(back, withoutServerFields(live))) return 'done';
    if ((await send(ref, lockedText(back, live), 'replace')) === 'ok') return 'done';
  }
  return 'changed';
}

/** Another object of that name, or one that is on its way out since. */
function isOther({ metadata: wrote }: KubeObject, { metadata: now }: KubeObject): boolean {
  return now.uid !== wrote.uid || now.deletionTimestamp !== wrote.deletionTimestamp;
}

/** What is to be written over exactly the state that was looked at. */
function lockedText(back: Readonly<Record<string, unknown>>, live: KubeObject): string {
  const text = writeYaml(back);
  const kept = live['status'] === undefined ? text : withStatus(text, live['status']);
  return withResourceVersion(kept, live.metadata.resourceVersion ?? '').text;
}

async function send(ref: ObjectRef, text: string, method: 'create' | 'replace'): Promise<'ok' | 'stale'> {
  const answer = await sendWrite({ target: ref, text, method, dryRun: false });
  if (answer.ok) return 'ok';
  if (method === 'replace' && answer.problem.code === 'qd.api.conflict') return 'stale';
  throw new ProblemError(answer.problem);
}

const METADATA = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json';

async function undoPairs({
  ref,
  uid,
  field,
  before,
  after,
}: Extract<WrittenItem, { kind: 'pairs' }>): Promise<'done' | 'changed' | 'gone'> {
  const path = apiPath(ref.resource, ref);
  let live: KubeObject;
  try {
    live = await k8sJson<KubeObject>(ref.cluster, path, { headers: { accept: METADATA } });
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'qd.api.not-found') return 'gone';
    throw error;
  }
  if (uid !== undefined && live.metadata.uid !== uid) return 'gone';
  if (!holds(live, field, after)) return 'changed';
  try {
    await k8sJson(ref.cluster, `${path}?fieldManager=${FIELD_MANAGER}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/merge-patch+json' },
      // the lock: between the look and the write nobody else may have written
      body: JSON.stringify({ metadata: { resourceVersion: live.metadata.resourceVersion, [field]: before } }),
    });
    return 'done';
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'qd.api.conflict') return 'changed';
    throw error;
  }
}

function holds(live: KubeObject, field: string, pairs: Pairs): boolean {
  const now = new Map(entriesAt(live, `metadata.${field}`));
  return Object.entries(pairs).every(([key, value]) => (now.get(key) ?? null) === value);
}
