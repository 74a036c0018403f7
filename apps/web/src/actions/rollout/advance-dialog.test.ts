import { expect, it } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import type { ActionRequest, ActionTarget } from '../define-action.ts';
import { advance, advanceDialog } from './advance-dialog.ts';

const target: ActionTarget = {
  ref: { cluster: 'c', resource: fakeResource('apps/v1/deployments', 'Deployment'), namespace: 'ns', name: 'web' },
};

/** A cluster whose controller shows these numbers of updated pods, one at each look; the first is that before. */
function play(counts: readonly number[], isTrial = false) {
  const told: string[] = [];
  let looks = 0;
  let slept = 0;
  const request = async (_path: string, { method, body }: ActionRequest = {}) => {
    if (method === 'PATCH') told.push(body ?? '');
    const updated = counts[Math.min(looks, counts.length - 1)];
    if (method === undefined) looks += 1;
    return {
      metadata: { generation: 4 },
      spec: { replicas: 4, paused: true },
      status: { observedGeneration: 4, replicas: 5, updatedReplicas: updated, availableReplicas: 4 },
    };
  };
  const api = { isTrial, navigate() {}, copy: async () => {}, request };
  const done = advance(target, api, async (ms) => {
    slept += ms;
  });
  return done.then(() => ({ told, slept }));
}

const RESUME = '{"spec":{"paused":null}}';
const PAUSE = '{"spec":{"paused":true}}';

it.each([
  ['waits for one more new pod, then pauses again (CTL-34)', [1, 1, 1, 2], [RESUME, PAUSE], 300],
  ['pauses again when none comes', [1], [RESUME, PAUSE], 30_000],
  ['stays resumed at the last step', [4], [RESUME], 0],
])('%s', async (_, counts, told, slept) => {
  expect(await play(counts)).toEqual({ told, slept });
});

it('only tries the first write in a trial run', async () => {
  expect(await play([1, 2], true)).toEqual({ told: [RESUME], slept: 0 });
});

it('has the commands beside it', () => {
  expect(advanceDialog.kubectl?.(target, undefined)).toBe(
    'kubectl rollout resume deployments.apps/web -n ns && kubectl rollout pause deployments.apps/web -n ns',
  );
});
