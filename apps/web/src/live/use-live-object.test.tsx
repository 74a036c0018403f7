import { problem } from '@quarterdeck/shared/problem';
import { act, cleanup, renderHook, waitFor } from '@testing-library/react';
import type { PropsWithChildren } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ObjectRef } from '../api/kube-object.ts';
import { LiveClientContext } from './live-context.ts';
import { FakeLiveSource } from './test/fake-live-source.ts';
import { useLiveObject } from './use-live-object.ts';

const ref: ObjectRef = {
  cluster: 'demo',
  resource: {
    group: 'apps',
    version: 'v1',
    resource: 'deployments',
    kind: 'Deployment',
    singular: 'deployment',
    shortNames: [],
    categories: [],
    namespaced: true,
    verbs: [],
  },
  namespace: 'team-a',
  name: 'web',
};
const object = (uid: string, note = '') => ({ metadata: { uid, name: 'web', namespace: 'team-a' }, note });

let source: FakeLiveSource;
const fetched = vi.fn<typeof fetch>();
beforeEach(() => {
  source = new FakeLiveSource();
  fetched.mockReset();
  vi.stubGlobal('fetch', fetched);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function open(initial: ObjectRef = ref) {
  return renderHook((props: ObjectRef) => useLiveObject(props), {
    initialProps: initial,
    wrapper: ({ children }: PropsWithChildren) => <LiveClientContext value={source}>{children}</LiveClientContext>,
  });
}

describe('useLiveObject', () => {
  it('asks for that one object and follows it', () => {
    const { result } = open();
    expect(source.queries).toEqual([
      {
        cluster: 'demo',
        resource: 'apps/v1/deployments',
        namespaces: ['team-a'],
        fieldSelector: 'metadata.name=web',
        fields: [],
        mode: 'objects',
      },
    ]);
    act(() => source.objects([object('1')], [], true));
    expect(result.current.object).toMatchObject({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { uid: '1' } });
    act(() => source.objects([object('1', 'newer')]));
    expect(result.current).toMatchObject({ object: { note: 'newer' }, deleted: false, successor: undefined });
  });

  it('CTL-11 keeps the last state of an object that goes, also when another takes its name, and turns to that one when asked', () => {
    const { result } = open();
    act(() => source.objects([object('1', 'last')], [], true));
    act(() => source.objects([], ['1']));
    expect(result.current).toMatchObject({ object: { note: 'last' }, deleted: true, successor: undefined });
    act(() => source.objects([object('2')]));
    expect(result.current).toMatchObject({
      object: { metadata: { uid: '1' }, note: 'last' },
      deleted: true,
      successor: { metadata: { uid: '2' } },
    });
    act(() => result.current.showSuccessor());
    expect(result.current).toMatchObject({
      object: { metadata: { uid: '2' } },
      deleted: false,
      successor: undefined,
    });
  });

  it('forgets a successor that goes as well', () => {
    const { result } = open();
    act(() => source.objects([object('1')], [], true));
    act(() => source.objects([object('2')]));
    act(() => source.objects([], ['2']));
    expect(result.current).toMatchObject({ object: { metadata: { uid: '1' } }, deleted: true, successor: undefined });
  });

  it('notices a deletion that happened while the connection was cut', () => {
    const { result } = open();
    act(() => source.objects([object('1')], [], true));
    act(() => source.objects([], [], true));
    expect(result.current.deleted).toBe(true);
  });

  it('reads once what may be read and not watched, and says so', async () => {
    fetched.mockResolvedValue(
      new Response(JSON.stringify({ apiVersion: 'apps/v1', kind: 'Deployment', ...object('1') }), {
        headers: { 'content-type': 'application/json' },
      }),
    );
    const { result } = open();
    act(() => source.status({ state: 'denied', problem: problem('qd.api.forbidden', 'Forbidden') }));
    await waitFor(() => expect(result.current.object?.metadata.uid).toBe('1'));
    expect(result.current.status.state).toBe('denied');
    expect(fetched.mock.calls[0]?.[0]).toBe('/api/clusters/demo/k8s/apis/apps/v1/namespaces/team-a/deployments/web');
    act(() => source.status({ state: 'denied' }));
    expect(fetched).toHaveBeenCalledTimes(1);
  });

  it('never shows the object of another address', () => {
    const { result, rerender } = open();
    act(() => source.objects([object('1')], [], true));
    rerender({ ...ref, name: 'other' });
    expect(result.current.object).toBeUndefined();
    expect(source.queries).toHaveLength(1);
  });
});
