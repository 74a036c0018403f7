import { expect, it } from 'vitest';
import type { TerminalRequest } from './dock-requests.ts';
import { DockStore } from './dock-store.ts';

const shell = (pod: string, more: Partial<TerminalRequest> = {}): TerminalRequest => ({
  cluster: 'prod',
  namespace: 'team-a',
  pod,
  container: 'app',
  command: null,
  mode: 'exec',
  title: pod,
  ...more,
});

function start(stored: string | null = null) {
  const memory = { text: stored };
  const store = new DockStore({
    read: () => memory.text,
    write: (text) => {
      memory.text = text;
    },
  });
  const shape = () => store.state().tabs.map(({ terminals }) => terminals.map(({ request }) => request.pod).join('|'));
  return { store, memory, shape };
}

it('opens each terminal in a tab of its own and shows it, also when it was folded', () => {
  const { store, shape } = start();
  store.open(shell('a'));
  store.resize('folded');
  const b = store.open(shell('b'));
  expect(shape()).toEqual(['a', 'b']);
  expect(store.state()).toMatchObject({ active: store.tabOf(b)?.id, focused: b, size: 'open' });
});

it('splits to four at most, parts and joins again', () => {
  const { store, shape } = start();
  const a = store.open(shell('a', { throwAway: 'x', waitForStart: true }));
  for (let i = 0; i < 6; i += 1) store.split(a);
  expect(shape()).toEqual(['a|a|a|a']);
  // what was for the first alone is not done twice
  expect(store.state().tabs[0]?.terminals[1]?.request).toEqual(shell('a'));
  store.part(a);
  expect(shape()).toEqual(['a|a|a', 'a']);
  expect(store.state()).toMatchObject({ active: store.tabOf(a)?.id, focused: a });
  store.join(store.tabOf(a)?.id ?? '');
  expect(shape()).toEqual(['a|a|a|a']);
  store.open(shell('b'));
  store.join(store.state().active);
  expect(shape()).toEqual(['a|a|a|a', 'b']);
});

it('shows the neighbour of a tab that is closed, and nothing in the end', () => {
  const { store, memory, shape } = start();
  const [a, b, c] = ['a', 'b', 'c'].map((pod) => store.open(shell(pod))) as [string, string, string];
  store.focus(b);
  store.close([b]);
  expect(store.state().focused).toBe(c);
  store.close([c]);
  expect(store.state().focused).toBe(a);
  store.close([a]);
  expect(shape()).toEqual([]);
  expect(memory.text).toBe('');
});

it('is found again after a reload, with names and sessions, and goes on with ids of its own', () => {
  const { store, memory } = start();
  const a = store.open(shell('a', { command: ['top', '-d', '1'] }));
  store.rename(a, '  load of a ');
  store.setSession(a, 's1');
  store.resize('maximised');
  const again = start(memory.text);
  expect(again.store.state()).toEqual(store.state());
  expect(again.store.state().tabs[0]?.terminals[0]).toMatchObject({ name: 'load of a', session: 's1' });
  const b = again.store.open(shell('b'));
  expect(b).not.toBe(a);
});

it('remembers in which pod of the name a terminal was opened anew', () => {
  const { store, memory } = start();
  const a = store.open(shell('a', { podUid: 'u1' }));
  store.setPod(a, 'u2');
  const { store: again } = start(memory.text);
  expect(again.terminal(a)?.request).toMatchObject({ pod: 'a', podUid: 'u2' });
  expect(again.find(shell('a', { podUid: 'u1' }))).toBeUndefined();
});

it.each([
  'no JSON',
  '[]',
  '{"tabs":{}}',
  '{"tabs":[{"id":"t1","terminals":[]}]}',
  '{"tabs":[{"id":"t1","terminals":[{"id":"s1","name":"","request":{"cluster":1}}]}]}',
  '{"tabs":[{"id":"t1","terminals":[{"id":"s1","name":"","request":{"cluster":"c","namespace":"n","pod":"p","container":"c","title":"t","mode":"exec","command":[1]}}]}]}',
])('takes nothing from a store that was tampered with: %s', (text) => {
  expect(start(text).shape()).toEqual([]);
});
