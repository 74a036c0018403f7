import { apiPath } from '@quarterdeck/shared/resource-path';
import i18next from 'i18next';
import { numberAt, valueAt } from '../../api/read-field.ts';
import { FIELD_MANAGER } from '../../api/writes/field-owners.ts';
import { rolloutState } from '../../kinds/rollout/rollout-state.ts';
import { sameValue } from '../../live/same-row.ts';
import { type ActionApi, type ActionTarget, defineDialog } from '../define-action.ts';
import { rolloutCommand } from './rollout-command.ts';

const LOOK_MS = 100;
/** After this it is paused again although no new pod came: what holds it back is on the page. */
const LONGEST_MS = 30_000;
/** What a rollout is of. */
const LOOKED_AT = ['metadata.uid', 'spec.template'];

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/**
 * A paused rollout goes on until the controller has made at least one new pod, then waits again: a canary by hand (CTL-34). The last
 * step stays resumed, as nothing is left to hold back.
 */
export async function advance({ ref }: ActionTarget, api: ActionApi, wait = sleep): Promise<void> {
  const path = apiPath(ref.resource, ref);
  const pause = (paused: true | null) =>
    api.request(`${path}?fieldManager=${FIELD_MANAGER}&fieldValidation=Strict`, {
      method: 'PATCH',
      contentType: 'application/merge-patch+json',
      body: JSON.stringify({ spec: { paused } }),
    });
  const before = rolloutState(await api.request(path));
  const resumed = await pause(null);
  if (api.isTrial === true || before.updated >= before.wanted) return;
  const generation = numberAt(resumed, 'metadata.generation') ?? 0;
  // an autoscaler changes the generation as well: what is rolled out tells whether it is still this rollout
  const isSame = (now: unknown) => LOOKED_AT.every((at) => sameValue(valueAt(now, at), valueAt(resumed, at)));
  const step = async (): Promise<'came' | 'none' | 'changed'> => {
    for (let waited = 0; waited < LONGEST_MS; waited += LOOK_MS) {
      await wait(LOOK_MS);
      const now = await api.request(path);
      if (!isSame(now)) return 'changed';
      const seen = (numberAt(now, 'status.observedGeneration') ?? 0) >= generation;
      if (seen && rolloutState(now).updated > before.updated) return 'came';
    }
    return 'none';
  };
  let end: Awaited<ReturnType<typeof step>> = 'none';
  try {
    end = await step();
  } finally {
    // whoever rolled back meanwhile means it to go on; where it could not be looked at, it is held
    if (end !== 'changed') await pause(true);
  }
  if (end !== 'came') api.note?.(i18next.t(`rollout:advance.${end}`, { name: ref.name }));
}

export const advanceDialog = defineDialog<undefined>({
  says: { title: 'rollout:advance.title', proceed: 'rollout:advance.proceed' },
  dryRun: true,
  plan: () => ({ key: 'rollout:advance.plan' }),
  run: (target, api) => advance(target, api),
  kubectl: ({ ref }) =>
    [rolloutCommand(['rollout', 'resume'], ref), rolloutCommand(['rollout', 'pause'], ref)].join(' && '),
});
