import type { LiveRow } from '@quarterdeck/shared/live-protocol';
import { act, fireEvent, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { frame, live, names, onSearch, open, pod, prepareList, source } from './test/open-list.tsx';

prepareList();
afterEach(() => void vi.useRealTimers());

/** What a popover shows: it opens with an animation frame, and what is in it is loaded then. Without a layout it counts as hidden. */
const shown = <T,>(find: () => T): Promise<T> =>
  vi.waitFor(
    () => {
      frame();
      return find();
    },
    { timeout: 20_000 },
  );

const labelled = (name: string, labels: Record<string, string>): LiveRow => {
  const [uid, namespace, own, created, , ...rest] = pod(name);
  return [uid, namespace, own, created, labels, ...rest];
};

describe('status buckets', () => {
  it('count rows by health, live, and show only the chosen ones', async () => {
    const user = userEvent.setup();
    open();
    live(pod('a'), pod('b'), pod('c', 'CrashLoopBackOff'), pod('d', 'Pending'));
    const buckets = () =>
      within(screen.getByRole('group', { name: 'By status' }))
        .getAllByRole('button')
        .map((button) => button.textContent);
    expect(buckets()).toEqual(['1 failing', '1 in progress', '2 fine']);
    await user.click(screen.getByRole('button', { name: '1 failing' }));
    expect(onSearch).toHaveBeenLastCalledWith({ s: 'failed' });
    expect(names()).toEqual(['c']);
    await user.click(screen.getByRole('button', { name: '1 in progress' }));
    expect(names()).toEqual(['c', 'd']);
    await user.click(screen.getByRole('button', { name: '1 failing' }));
    await user.click(screen.getByRole('button', { name: '1 in progress' }));
    expect(onSearch).toHaveBeenLastCalledWith({ s: '' });
    expect(names()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('are what the address says, and ignore what it invents', () => {
    open({ search: { s: 'failed,<script>' } });
    live(pod('a'), pod('b', 'Error'));
    expect(names()).toEqual(['b']);
    expect(screen.getByRole('button', { name: '1 failing' }).getAttribute('aria-pressed')).toBe('true');
  });
});

describe('selectors', () => {
  it('take the label in whose cell somebody clicks', async () => {
    open({ search: { l: '!canary', cols: 'label:app' } });
    live(labelled('a', { app: 'web' }), pod('b'));
    // of a row without the label there is nothing to click
    expect(within(screen.getByRole('row', { name: 'b' })).queryByTitle(/^Show only/)).toBeNull();
    await userEvent.setup().click(screen.getByRole('button', { name: 'web' }));
    expect(onSearch).toHaveBeenLastCalledWith({ l: '!canary,app=web' });
  });

  it('stand as one chip for each requirement; taking one away keeps the others', async () => {
    const user = userEvent.setup();
    open({ search: { l: 'app=web,tier in (front, back)', f: 'status.phase=Running' } });
    await user.click(screen.getByRole('button', { name: 'Remove the selector app=web' }));
    expect(onSearch).toHaveBeenLastCalledWith({ l: 'tier in (front,back)' });
    await user.click(screen.getByRole('button', { name: 'Remove the selector status.phase=Running' }));
    expect(onSearch).toHaveBeenLastCalledWith({ f: '' });
  });

  it('are explained where they are wrong, and cannot be applied until they are right', async () => {
    const user = userEvent.setup();
    open();
    live(pod('a'));
    await user.click(screen.getByRole('button', { name: 'Selectors' }));
    const input = await shown(() => screen.getByLabelText('Label selector'));
    await user.type(input, 'app in web');
    expect((await shown(() => screen.getByRole('alert', { hidden: true }))).textContent).toContain(
      '“(” is missing after in or notin (at “web”)',
    );
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Apply', hidden: true }).disabled).toBe(true);
    await user.clear(input);
    await user.type(input, 'app in (web){Enter}');
    expect(onSearch).toHaveBeenLastCalledWith({ l: 'app in (web)', f: '' });
  });

  it('propose the labels that tell these rows apart', async () => {
    const user = userEvent.setup();
    open();
    live(
      labelled('a', { app: 'web', team: 'x' }),
      labelled('b', { app: 'web', team: 'x' }),
      labelled('c', { app: 'api', team: 'x' }),
    );
    await user.click(screen.getByRole('button', { name: 'Selectors' }));
    await user.click(await shown(() => screen.getByRole('button', { name: 'app=web · 2', hidden: true })));
    expect(screen.queryByRole('button', { name: /team=x/, hidden: true })).toBeNull();
    await user.click(await shown(() => screen.getByRole('button', { name: 'Apply', hidden: true })));
    expect(onSearch).toHaveBeenLastCalledWith({ l: 'app=web', f: '' });
  });
});

describe('rows under the pointer', () => {
  it('keep their places until it rests or leaves', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    open();
    live(pod('b'), pod('c'));
    const scroller = screen.getByRole('grid').parentElement as HTMLElement;
    const news = () => {
      frame(() => source.rows([pod('a')]));
      act(() => vi.advanceTimersByTime(300));
      frame();
    };
    fireEvent.pointerMove(scroller);
    news();
    expect(names()).toEqual(['b', 'c']);
    act(() => vi.advanceTimersByTime(1500));
    frame();
    expect(names()).toEqual(['a', 'b', 'c']);
  });
});
