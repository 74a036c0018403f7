import type { LiveState } from '@quarterdeck/shared/live-protocol';
import { problem } from '@quarterdeck/shared/problem';
import { expect, it } from 'vitest';
import { mergeStates, type SourceState } from './feed-state.ts';

const forbidden = problem('qd.api.forbidden', 'no');
const source = (namespace: string, state: LiveState, since: number): SourceState => ({
  namespace,
  state: { state, since, ...(state === 'denied' ? { problem: forbidden } : {}) },
});

it.each([
  { of: ['live', 'loading'], is: 'loading', since: 2, named: undefined },
  { of: ['live', 'live'], is: 'live', since: 2, named: undefined },
  { of: ['live', 'reconnecting'], is: 'reconnecting', since: 2, named: undefined },
  { of: ['stale', 'reconnecting', 'stale'], is: 'stale', since: 1, named: undefined },
  { of: ['live', 'denied', 'denied'], is: 'live', since: 1, named: 'ns2, ns3' },
  { of: ['denied', 'denied'], is: 'denied', since: 2, named: 'ns1, ns2' },
  { of: ['gone', 'gone'], is: 'gone', since: 2, named: undefined },
] satisfies { of: LiveState[]; is: LiveState; since: number; named: string | undefined }[])(
  'several watches that are $of make $is',
  ({ of, is, since, named }) => {
    const merged = mergeStates(of.map((state, i) => source(`ns${i + 1}`, state, i + 1)));
    expect(merged).toMatchObject({ state: is, since });
    expect(merged.problem?.params?.['namespaces']).toBe(named);
  },
);
