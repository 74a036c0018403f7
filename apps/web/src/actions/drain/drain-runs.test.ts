// @vitest-environment jsdom
import { afterEach, expect, it, vi } from 'vitest';
import { drainOf, forgetDrain, interruptedDrain, startDrain } from './drain-runs.ts';

const OPTIONS = { force: true, deleteEmptyDir: false, graceSeconds: '5' };

afterEach(() => {
  drainOf('c', 'n')?.cancel();
  forgetDrain('c', 'n');
  localStorage.clear();
});

/** Whether the page asks before it is left. */
function asks(): boolean {
  const event = new Event('beforeunload', { cancelable: true });
  window.dispatchEvent(event);
  return event.defaultPrevented;
}

it('leaving the page warns while a drain is under way, and the plan can be taken up again afterwards (OPS-183)', async () => {
  vi.stubGlobal('fetch', () => new Promise<Response>(() => {}));
  expect(asks()).toBe(false);
  startDrain('c', 'n', undefined, OPTIONS);
  expect(asks()).toBe(true);
  // the same page still has it
  expect(interruptedDrain('c', 'n')).toBeUndefined();
  // another page of this browser does not
  forgetDrain('c', 'n');
  expect(interruptedDrain('c', 'n')).toEqual(OPTIONS);
  expect(interruptedDrain('c', 'other')).toBeUndefined();
});

it('a drain that has ended is not taken up', async () => {
  vi.stubGlobal('fetch', async () => Response.json({ items: [] }));
  startDrain('c', 'n', undefined, OPTIONS);
  await vi.waitFor(() => expect(drainOf('c', 'n')?.getSnapshot().phase).toBe('finished'));
  forgetDrain('c', 'n');
  await vi.waitFor(() => expect(interruptedDrain('c', 'n')).toBeUndefined());
});
