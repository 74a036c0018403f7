import i18next from 'i18next';
import { beforeAll, expect, it } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import words from '../../i18n/locales/en/rollout.json';
import type { ActionRequest, ActionTarget } from '../define-action.ts';
import { advance, advanceDialog } from './advance-dialog.ts';

beforeAll(async () => {
  await i18next.init({ lng: 'en', resources: { en: { rollout: words } } });
});

const target: ActionTarget = {
  ref: { cluster: 'c', resource: fakeResource('apps/v1/deployments', 'Deployment'), namespace: 'ns', name: 'web' },
};

/** A cluster whose controller shows these numbers of updated pods, one at each look; the first is that before. */
function play(counts: readonly number[], { isTrial = false, rolledBackAt = Number.POSITIVE_INFINITY } = {}) {
  const told: string[] = [];
  const notes: string[] = [];
  let looks = 0;
  let slept = 0;
  const request = async (_path: string, { method, body }: ActionRequest = {}) => {
    if (method === 'PATCH') told.push(body ?? '');
    const updated = counts[Math.min(looks, counts.length - 1)];
    if (method === undefined) looks += 1;
    return {
      metadata: { generation: 4 },
      // an autoscaler scales meanwhile
      spec: {
        replicas: looks > 1 ? 5 : 4,
        paused: true,
        template: { image: looks > rolledBackAt ? 'web:v1' : 'web:v2' },
      },
      status: { observedGeneration: 4, replicas: 5, updatedReplicas: updated, availableReplicas: 4 },
    };
  };
  const api = { isTrial, navigate() {}, copy: async () => {}, note: (text: string) => notes.push(text), request };
  const done = advance(target, api, async (ms) => {
    slept += ms;
  });
  return done.then(() => ({ told, slept, notes }));
}

const RESUME = '{"spec":{"paused":null}}';
const PAUSE = '{"spec":{"paused":true}}';

it.each([
  ['waits for one more new pod, then pauses again (CTL-34)', [1, 1, 1, 2], [RESUME, PAUSE], 300, []],
  [
    'pauses again when none comes, and says so',
    [1],
    [RESUME, PAUSE],
    30_000,
    [expect.stringMatching(/^web is paused again: no new pod came/)],
  ],
  ['stays resumed at the last step', [4], [RESUME], 0, []],
])('%s', async (_, counts, told, slept, notes) => {
  expect(await play(counts)).toEqual({ told, slept, notes });
});

it('does not pause what somebody has rolled back meanwhile, and says so', async () => {
  expect(await play([1], { rolledBackAt: 3 })).toEqual({
    told: [RESUME],
    slept: 300,
    notes: [expect.stringMatching(/^Somebody changed what web rolls out/)],
  });
});

it('only tries the first write in a trial run', async () => {
  expect(await play([1, 2], { isTrial: true })).toEqual({ told: [RESUME], slept: 0, notes: [] });
});

it('has the commands beside it', () => {
  expect(advanceDialog.kubectl?.(target, undefined)).toBe(
    'kubectl rollout resume deployments.apps/web -n ns && kubectl rollout pause deployments.apps/web -n ns',
  );
});
