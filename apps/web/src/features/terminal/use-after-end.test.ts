// @vitest-environment jsdom
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { TerminalRequest } from '../../api/dock-requests.ts';
import { useAfterEnd } from './use-after-end.ts';

const request: TerminalRequest = {
  cluster: 'prod',
  namespace: 'team-a',
  pod: 'db-0',
  podUid: 'u1',
  container: 'app',
  command: null,
  mode: 'exec',
  title: 'db-0',
};
const pod = (uid: string, more: object = {}) => ({
  metadata: { name: 'db-0', uid, ...more },
  spec: { containers: [{ name: 'app' }] },
  status: { containerStatuses: [{ name: 'app', state: { running: {} } }] },
});

const OPENED = Date.parse('2026-11-21T10:00:00Z');

let found: object | number;
let asked: number;
beforeEach(() => {
  asked = 0;
  vi.useFakeTimers();
  vi.stubGlobal('fetch', async () => {
    asked += 1;
    return typeof found === 'number' ? Response.json({}, { status: found }) : Response.json(found);
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
const start = (props: { ended: boolean } = { ended: true }) =>
  renderHook(({ ended }) => useAfterEnd(request, ended, OPENED), { initialProps: props });

it('sees a pod of a StatefulSet go, and another take its name, however long that takes', async () => {
  found = pod('u1', { deletionTimestamp: '2026-11-21T10:05:00Z' });
  const { result } = start();
  await pass(0);
  expect(result.current).toMatchObject({ key: 'deleting', again: false });
  await pass(40_000);
  expect(result.current?.key).toBe('deleting');
  found = 404;
  await pass(5000);
  expect(result.current).toMatchObject({ key: 'gone', again: false });
  await pass(60_000);
  found = pod('u2');
  await pass(5000);
  expect(result.current).toMatchObject({ key: 'replaced', again: true, uid: 'u2' });
  const until = asked;
  await pass(60_000);
  expect(asked).toBe(until);
});

it('asks three times about what does not pass, and not before the end', async () => {
  found = pod('u1');
  const { result, rerender } = start({ ended: false });
  await pass(10_000);
  expect([asked, result.current]).toEqual([0, undefined]);
  rerender({ ended: true });
  await pass(60_000);
  expect(asked).toBe(3);
  expect(result.current?.key).toBe('running');
});

it('stops when it is opened anew, and after a quarter of an hour in any case', async () => {
  found = 404;
  const { result, rerender } = start();
  await pass(3_600_000);
  const until = asked;
  expect(until).toBeGreaterThan(150);
  await pass(3_600_000);
  expect(asked).toBe(until);
  rerender({ ended: false });
  expect(result.current).toBeUndefined();
});

it('knows nothing of a pod that may not be read', async () => {
  found = 403;
  const { result } = start();
  await pass(60_000);
  expect([asked, result.current]).toEqual([3, undefined]);
});
