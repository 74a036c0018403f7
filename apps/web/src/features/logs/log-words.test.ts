import { problem } from '@quarterdeck/shared/problem';
import { expect, it } from 'vitest';
import type { ContainerState, PodContainer } from '../../api/pod-containers.ts';
import type { LogSnapshot } from './log-store.ts';
import { emptyWords, logWords } from './log-words.ts';

const RUNNING: ContainerState = {
  phase: 'running',
  reason: '',
  message: '',
  exitCode: undefined,
  signal: undefined,
  startedAt: '',
  finishedAt: '',
};
const running: PodContainer = {
  name: 'app',
  role: 'main',
  spec: {},
  state: RUNNING,
  lastState: undefined,
  ready: true,
  started: true,
  restarts: 0,
  imageID: '',
  instance: 'c://1',
};
const inState = (state: Partial<ContainerState>): PodContainer => ({ ...running, state: { ...RUNNING, ...state } });
const stopped = inState({ phase: 'terminated', reason: 'Completed', exitCode: 0 });
const waiting = { ...inState({ phase: 'waiting', reason: 'ErrImagePull' }), instance: '' };
const live: LogSnapshot = {
  start: 0,
  end: 0,
  dropped: 0,
  cleared: false,
  held: 0,
  link: 'open',
  state: 'streaming',
  problem: undefined,
  ended: false,
  hits: 0,
  searched: true,
};
const now = { previous: false, podGone: false };
const before = { previous: true, podGone: false };

it.each<[string, Partial<LogSnapshot>, PodContainer, typeof now, string, string | undefined]>([
  ['no answer yet', { link: 'connecting', state: undefined }, running, now, 'state.connecting', undefined],
  ['running and silent', {}, running, now, 'state.live', 'empty.silent'],
  ['running with lines', { end: 5 }, running, now, 'state.live', undefined],
  ['cleared', { start: 5, end: 5, cleared: true }, running, now, 'state.live', 'empty.cleared'],
  ['not started', { state: 'waiting' }, waiting, now, 'state.waiting', 'empty.waiting'],
  ['stopped', { state: 'ended', ended: true, end: 3 }, stopped, now, 'state.containerEnded', undefined],
  [
    'stopped without a word',
    { state: 'ended', ended: true },
    stopped,
    now,
    'state.containerEnded',
    'empty.silentEnded',
  ],
  ['cut here', { link: 'reconnecting', end: 3 }, running, now, 'state.reconnecting', undefined],
  ['cut upstream', { state: 'reconnecting', end: 3 }, running, now, 'state.upstreamReconnecting', undefined],
  ['previous instance', { state: 'ended', ended: true, end: 3 }, running, before, 'state.previousEnd', undefined],
  [
    'no previous instance',
    { state: 'failed', ended: true, problem: problem('qd.log.no-previous', 'none') },
    running,
    before,
    'state.noPrevious',
    'empty.noPrevious',
  ],
  ['denied', { state: 'failed', problem: problem('qd.api.forbidden', 'no') }, running, now, 'state.failed', undefined],
  ['signed out', { link: 'closed', state: undefined, end: 3 }, running, now, 'state.failed', undefined],
  [
    'pod deleted',
    { state: 'ended', ended: true, end: 3 },
    running,
    { ...now, podGone: true },
    'state.podGone',
    undefined,
  ],
])('%s', (_name, change, container, view, words, empty) => {
  const snapshot = { ...live, ...change };
  expect(logWords(snapshot, container, view).key).toBe(words);
  expect(emptyWords(snapshot, container, view.previous)).toBe(empty);
});
