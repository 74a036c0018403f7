import { MantineProvider } from '@mantine/core';
import type { SessionInfo } from '@quarterdeck/shared/bff-api';
import { problem } from '@quarterdeck/shared/problem';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { useRef, useSyncExternalStore } from 'react';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TerminalRequest } from '../../api/dock-requests.ts';
import { dockStore } from '../../api/dock-store.ts';
import { sessionStore } from '../../api/session-store.ts';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import { DockMenu } from './dock-menu.tsx';
import { DockTabs } from './dock-tabs.tsx';
import { useDockKeys } from './use-dock-keys.ts';
import { useDockSessions } from './use-dock-sessions.ts';

/** The dock but for its terminals, whose screens jsdom cannot draw. */

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
const sessionOf = (name: string): SessionInfo => ({
  cluster: 'prod',
  user: { name, groups: [] },
  kind: 'token',
  account: name,
  renewsItself: false,
  tokenExpiresAt: null,
  sessionExpiresAt: 4e9,
  idleTimeoutSeconds: 3600,
  csrf: 'x',
  homeNamespace: null,
  serverVersion: null,
});

let entered = 0;
let elsewhere: object[] = [];

function Bare() {
  const { tabs, active, focused, size } = useSyncExternalStore(dockStore.subscribe, dockStore.state);
  const dock = useRef<HTMLDivElement>(null);
  const ready = useDockSessions(tabs);
  const enter = () => {
    entered += 1;
  };
  useDockKeys(dock, size, enter);
  return (
    <>
      <main id="main" tabIndex={-1} />
      <div ref={dock}>
        <DockTabs tabs={tabs} active={active} onEnter={enter} />
        <DockMenu tabs={tabs} active={active} focused={focused} onEnter={enter} />
        <textarea aria-label="screen" />
        <output>{ready('prod') ? 'ready' : 'not ready'}</output>
      </div>
    </>
  );
}

function open(...pods: string[]) {
  for (const pod of pods) dockStore.open(shell(pod));
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <Bare />
      </QueryClientProvider>
    </MantineProvider>,
  );
}
const tab = (name: string) => screen.getByRole('tab', { name });
const names = () => screen.queryAllByRole('tab').map(({ textContent }) => textContent);
const press = (name: string, key: string) => fireEvent.keyDown(tab(name), { key });

beforeAll(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  await startAllWords();
});
beforeEach(() => {
  entered = 0;
  elsewhere = [];
  vi.stubGlobal('fetch', async (address: string) =>
    address.includes('/terminals') ? Response.json(elsewhere) : Response.json({}, { status: 401 }),
  );
  sessionStore.take(sessionOf('ada'));
});
afterEach(() => {
  cleanup();
  dockStore.close(dockStore.state().tabs.flatMap(({ terminals }) => terminals.map(({ id }) => id)));
});

describe('tabs', () => {
  it('are reached by the keyboard alone: one of them by Tab, the others by arrows, their terminal by Enter', () => {
    open('a', 'b', 'c');
    expect(screen.getAllByRole('tab').map(({ tabIndex }) => tabIndex)).toEqual([-1, -1, 0]);
    press('c', 'ArrowRight');
    expect(document.activeElement).toBe(tab('a'));
    press('a', 'End');
    expect(tab('c').getAttribute('aria-selected')).toBe('true');
    press('c', 'Home');
    press('a', 'ArrowLeft');
    expect(document.activeElement).toBe(tab('c'));
    press('c', 'Enter');
    expect(entered).toBe(1);
    // the shell's and the browser's own
    expect(fireEvent.keyDown(tab('c'), { key: 'ArrowLeft', altKey: true })).toBe(true);
    expect(fireEvent.keyDown(tab('c'), { key: 'x' })).toBe(true);
    expect(tab('c').getAttribute('aria-selected')).toBe('true');
  });

  it('close by Delete, and the neighbour has the focus', async () => {
    open('a', 'b');
    tab('b').focus();
    press('b', 'Delete');
    expect(names()).toEqual(['a']);
    await waitFor(() => expect(document.activeElement).toBe(tab('a')));
    fireEvent(tab('a'), new MouseEvent('auxclick', { bubbles: true, button: 1 }));
    expect(names()).toEqual([]);
  });

  it('are renamed, or not', async () => {
    open('a');
    press('a', 'F2');
    const field = screen.getByRole('textbox', { name: 'Rename the tab' });
    fireEvent.change(field, { target: { value: 'build' } });
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(names()).toEqual(['build']);
    await waitFor(() => expect(document.activeElement).toBe(tab('build')));
    fireEvent.doubleClick(tab('build'));
    const again = screen.getByRole('textbox', { name: 'Rename the tab' });
    fireEvent.change(again, { target: { value: 'other' } });
    fireEvent.keyDown(again, { key: 'Escape' });
    expect(names()).toEqual(['build']);
  });

  it('show a name from the cluster harmlessly', () => {
    open('a\u202egnp');
    expect(screen.getByRole('tab').textContent).not.toContain('\u202e');
  });
});

describe('Ctrl-`', () => {
  const toggle = (more: object = {}) =>
    fireEvent.keyDown(document.activeElement ?? document.body, { code: 'Backquote', ctrlKey: true, ...more });

  it('goes to the terminal and back to the page, opens what is folded and uncovers the page', () => {
    open('a');
    act(() => dockStore.resize('folded'));
    toggle();
    expect([dockStore.state().size, entered]).toEqual(['open', 1]);
    screen.getByLabelText('screen').focus();
    act(() => dockStore.resize('maximised'));
    toggle();
    expect(dockStore.state().size).toBe('open');
    expect(document.activeElement?.id).toBe('main');
    expect(toggle({ shiftKey: true })).toBe(true);
    expect(entered).toBe(1);
  });

  it('is the page’s own while there is no terminal', () => {
    open();
    expect(toggle()).toBe(true);
  });
});

describe('more terminals', () => {
  const menu = async () => {
    fireEvent.click(screen.getByRole('button', { name: 'More terminals' }));
    return screen.findByRole('menu');
  };

  it('another of the same, without what was for the first alone', async () => {
    dockStore.open(shell('a', { throwAway: 'x', waitForStart: true }));
    open();
    fireEvent.click(within(await menu()).getByRole('menuitem', { name: /Another one in a \/ app/ }));
    expect(dockStore.state().tabs.map(({ terminals }) => terminals[0]?.request)).toEqual([
      shell('a', { throwAway: 'x', waitForStart: true }),
      shell('a'),
    ]);
    await waitFor(() => expect(entered).toBe(1));
  });

  it('those of other windows, but for what is here already', async () => {
    const info = { namespace: 'team-a', container: 'app', mode: 'exec', command: ['sh'], viewers: 1 };
    elsewhere = [
      { ...info, id: 'here', pod: 'a' },
      { ...info, id: 'there', pod: 'b' },
    ];
    dockStore.open(shell('a'), 'here');
    open();
    const found = await within(await menu()).findByRole('menuitem', { name: /team-a \/ b \/ app – sh/ });
    expect(screen.queryByRole('menuitem', { name: /team-a \/ a \/ app/ })).toBeNull();
    fireEvent.click(found);
    expect(dockStore.state().tabs.at(-1)?.terminals[0]).toMatchObject({ session: 'there', request: { pod: 'b' } });
  });
});

describe('a session', () => {
  it('that is over leaves its terminals to be read; the same person has them again, another has not', () => {
    open('a');
    act(() => sessionStore.expire('prod', problem('qd.session.expired', 'The session has ended')));
    expect([names(), screen.getByRole('status').textContent]).toEqual([['a'], 'ready']);
    act(() => sessionStore.take(sessionOf('ada')));
    expect(names()).toEqual(['a']);
    act(() => sessionStore.expire('prod', problem('qd.session.expired', 'The session has ended')));
    act(() => sessionStore.take(sessionOf('eve')));
    expect(names()).toEqual([]);
  });
});
