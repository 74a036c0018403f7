import type { LogSourceFrame } from '@quarterdeck/shared/log-protocol';
import { problem } from '@quarterdeck/shared/problem';
import { expect, it } from 'vitest';
import type { LogRequest } from './log-source.ts';
import { hitchOf, keyOfSource } from './log-sources.ts';
import type { LogSnapshot } from './log-store.ts';
import { emptyWords, logWords } from './log-words.ts';
import { sourceFrame } from './test/log-fixtures.ts';

const of = (...frames: Partial<LogSourceFrame>[]): Pick<LogSnapshot, 'sources'> => ({
  sources: frames.map((more, index) => {
    const frame = sourceFrame({ source: index, ...more });
    return { key: keyOfSource(frame), frame, colour: index };
  }),
});
const live: LogSnapshot = {
  start: 0,
  end: 0,
  shown: 0,
  version: 0,
  filtered: true,
  tooSlow: false,
  dropped: 0,
  cleared: false,
  held: 0,
  link: 'open',
  queries: [{ type: 'query', query: 0, state: 'live', matched: 1, notRead: 0 }],
  problem: undefined,
  ended: false,
  hits: 0,
  searched: true,
  ...of({}),
};
const waiting = problem('qd.log.container-waiting', 'no', { params: { reason: 'ErrImagePull' } });
const unanswered = problem('qd.cluster.unreachable', 'no answer');
const some = { end: 3, shown: 3 };
const [none] = live.queries;

it.each<[string, Partial<LogSnapshot>, LogRequest['instances'], string, string | undefined]>([
  ['no answer yet', { link: 'connecting', sources: [], queries: [] }, 'current', 'state.connecting', undefined],
  ['running and silent', {}, 'current', 'state.live', 'empty.silent'],
  ['running with lines', some, 'current', 'state.live', undefined],
  ['nothing passes the filter', { end: 3 }, 'current', 'state.live', 'empty.filtered'],
  ['cleared', { start: 5, end: 5, cleared: true }, 'current', 'state.live', 'empty.cleared'],
  ['not started', of({ state: 'waiting', problem: waiting }), 'current', 'state.waitingFor', 'empty.waiting'],
  ['not started, no word why', of({ state: 'waiting' }), 'current', 'state.waiting', 'empty.waitingPlain'],
  ['stopped', { ...of({ state: 'ended' }), ...some }, 'current', 'state.containerEnded', undefined],
  ['stopped without a word', of({ state: 'ended' }), 'current', 'state.containerEnded', 'empty.silentEnded'],
  ['cut here', { link: 'reconnecting', ...some }, 'current', 'state.reconnecting', undefined],
  ['cut upstream', { ...of({ state: 'reconnecting' }), ...some }, 'current', 'state.upstreamReconnecting', undefined],
  [
    'previous instance',
    { ...of({ state: 'ended' }), ended: true, ...some },
    'previous',
    'state.previousEnd',
    undefined,
  ],
  [
    'no previous instance',
    of({ state: 'failed', problem: problem('qd.log.no-previous', 'none') }),
    'previous',
    'state.noPrevious',
    'empty.noPrevious',
  ],
  ['denied', of({ state: 'failed', problem: problem('qd.api.forbidden', 'no') }), 'current', 'state.failed', undefined],
  [
    'pods may not be listed',
    { queries: [{ type: 'query', query: 0, state: 'failed', matched: 0, notRead: 0 }] },
    'current',
    'state.failed',
    undefined,
  ],
  ['signed out', { link: 'closed', ...some }, 'current', 'state.failed', undefined],
  ['pod deleted', { ...of({ state: 'ended', because: 'gone' }), ...some }, 'current', 'state.podGone', undefined],
  ['many', { ...of({}, { state: 'waiting' }), ...some }, 'current', 'state.many', undefined],
  ['many, all silent', of({}, {}), 'current', 'state.many', 'empty.many'],
  [
    'many, all ended',
    { ...of({ state: 'ended' }, { state: 'failed' }), ...some },
    'current',
    'state.manyEnded',
    undefined,
  ],
  [
    'no pods',
    { sources: [], queries: none === undefined ? [] : [{ ...none, matched: 0 }] },
    'current',
    'state.noPods',
    'empty.noPods',
  ],
  [
    'nobody answers',
    {
      sources: [],
      queries: [{ type: 'query', query: 0, state: 'reconnecting', matched: 0, notRead: 0, problem: unanswered }],
    },
    'current',
    'state.noAnswer',
    undefined,
  ],
])('%s', (_name, change, instances, words, empty) => {
  const snapshot = { ...live, ...change };
  expect(logWords(snapshot, { instances, gone: false }).key).toBe(words);
  expect(emptyWords(snapshot, instances)?.key).toBe(empty);
});

it('of what is tried again it is said why (issue 6: a state that hangs has a word)', () => {
  const query = { type: 'query', query: 0, matched: 0, notRead: 0 } as const;
  expect(hitchOf([], [{ ...query, state: 'reconnecting', problem: unanswered }])).toBe(unanswered);
  expect(hitchOf([], [{ ...query, state: 'live', problem: unanswered }])).toBeUndefined();
  expect(hitchOf(of({ state: 'reconnecting', problem: unanswered }).sources, [])).toBe(unanswered);
  expect(hitchOf(of({}).sources, [{ ...query, state: 'live' }])).toBeUndefined();
});
