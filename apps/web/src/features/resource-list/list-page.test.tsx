import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { columns, frame, live, names, onSearch, open, pod, prepareList, source } from './test/open-list.tsx';

const run = vi.fn();
vi.mock('../../actions/use-actions.ts', () => ({
  useActions: (target: { ref: { name: string } } | undefined) =>
    target === undefined
      ? []
      : [
          {
            action: { id: 'yaml', icon: () => null },
            title: 'YAML',
            shortcut: 'y',
            kubectl: '',
            run: () => run(target.ref.name),
          },
          {
            action: { id: 'no', icon: () => null },
            title: 'No',
            shortcut: 'n',
            kubectl: '',
            disabledReason: 'why',
            run,
          },
        ],
}));

prepareList();

describe('ListPage', () => {
  it('asks for the rows of that kind with the fields that it needs', () => {
    open({ search: { l: 'app=web' } });
    expect(source.queries).toEqual([
      {
        cluster: 'demo',
        resource: 'v1/pods',
        namespaces: ['team-a'],
        labelSelector: 'app=web',
        fields: ['spec.nodeName', 'metadata.deletionTimestamp'],
        mode: 'rows',
      },
    ]);
  });

  it('shows the server’s columns and words as an ARIA grid', () => {
    open();
    live(pod('web-1'), pod('web-0', 'CrashLoopBackOff', 12));
    const grid = screen.getByRole('grid', { name: 'Pods' });
    expect(
      within(grid)
        .getAllByRole('columnheader')
        .map((head) => head.textContent),
    ).toEqual(['', 'Name', 'Status', 'Restarts', 'Age', 'Actions']);
    expect(names()).toEqual(['web-0', 'web-1']);
    expect(grid.getAttribute('aria-rowcount')).toBe('3');
    const row = screen.getByRole('row', { name: 'web-0' });
    expect(row.getAttribute('aria-rowindex')).toBe('2');
    expect(within(row).getByRole('link').getAttribute('href')).toBe('/clusters/demo/namespaces/team-a/core/pods/web-0');
    expect(within(row).getByRole('gridcell', { name: 'CrashLoopBackOff (Failed)' })).toBeTruthy();
    expect(screen.getByRole('status').textContent).toBe('Live');
  });

  it('updates a row by itself, without rendering the others', () => {
    open();
    live(pod('a'), pod('b'));
    frame(() => source.rows([pod('b', 'Failed')]));
    expect(screen.getByRole('row', { name: 'b' }).textContent).toContain('Failed');
    expect(screen.getByRole('row', { name: 'b' }).dataset['glow']).toBeDefined();
    expect(screen.getByRole('row', { name: 'a' }).dataset['glow']).toBeUndefined();
  });

  it('keeps few elements however many rows there are', () => {
    open({ namespaces: null });
    live(...Array.from({ length: 10_000 }, (_, i) => pod(`web-${i}`)));
    const grid = screen.getByRole('grid');
    expect(grid.getAttribute('aria-rowcount')).toBe('10001');
    expect(grid.querySelectorAll('*').length).toBeLessThan(600);
  });

  it('shows the namespace when more than one is looked at', () => {
    open({ namespaces: ['team-a', 'team-b'] });
    live(pod('x'), pod('x', 'Running', 0, 'team-b'));
    expect(screen.getByRole('columnheader', { name: 'Namespace' })).toBeTruthy();
    expect(names()).toEqual(['x', 'x']);
  });

  it('sorts by a click on a header, keeps it in the address, and says so', async () => {
    open();
    live(pod('a', 'Running', 10), pod('b', 'Running', 9), pod('c', 'Running', null));
    const header = () => screen.getByRole('columnheader', { name: 'Restarts' });
    expect(header().getAttribute('aria-sort')).toBe('none');
    fireEvent.click(within(header()).getByRole('button'));
    expect(onSearch).toHaveBeenLastCalledWith({ sort: 'restarts' });
    expect(names()).toEqual(['b', 'a', 'c']);
    expect(header().getAttribute('aria-sort')).toBe('ascending');
    fireEvent.click(within(header()).getByRole('button'));
    expect(names()).toEqual(['a', 'b', 'c']);
    expect(header().getAttribute('aria-sort')).toBe('descending');
    fireEvent.click(within(header()).getByRole('button'));
    expect(onSearch).toHaveBeenLastCalledWith({ sort: '' });
  });

  it('begins with the order that the kind file names, and comes back to it', () => {
    open({ kind: { defaultSort: '-restarts' } });
    live(pod('a', 'Running', 1), pod('b', 'Running', 2));
    const header = (name: string) => screen.getByRole('columnheader', { name });
    expect(names()).toEqual(['b', 'a']);
    expect(header('Restarts').getAttribute('aria-sort')).toBe('descending');
    for (let clicks = 0; clicks < 3; clicks += 1) {
      fireEvent.click(within(header('Name')).getByRole('button'));
      expect(names()).toEqual(clicks === 0 ? ['a', 'b'] : ['b', 'a']);
    }
    expect(header('Name').getAttribute('aria-sort')).toBe('none');
    expect(header('Restarts').getAttribute('aria-sort')).toBe('descending');
  });

  it('shows wide columns on request', () => {
    open();
    live(pod('a'));
    expect(screen.queryByRole('columnheader', { name: 'IP' })).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Wide columns' }));
    expect(onSearch).toHaveBeenLastCalledWith({ cols: 'wide' });
    expect(screen.getByRole('columnheader', { name: 'IP' })).toBeTruthy();
  });

  it('filters at once, writes the address a little later, and goes back with Esc', async () => {
    const user = userEvent.setup();
    open();
    live(pod('web'), pod('db'));
    await user.keyboard('/');
    const box = screen.getByRole('textbox', { name: 'Filter Pods' });
    expect(document.activeElement).toBe(box);
    await user.keyboard('we');
    expect(names()).toEqual(['web']);
    expect(screen.getByText('1 of 2')).toBeTruthy();
    await vi.waitFor(() => expect(onSearch).toHaveBeenCalledWith({ q: 'we' }));
    await user.keyboard('zzz');
    expect(screen.getByText('No pods match “wezzz”')).toBeTruthy();
    await user.keyboard('{Escape}');
    expect(names()).toEqual(['db', 'web']);
    await user.keyboard('{Escape}');
    expect(document.activeElement).toBe(document.body);
  });

  it('takes the filter from the address', () => {
    open({ search: { q: 'db' } });
    live(pod('web'), pod('db'));
    expect(names()).toEqual(['db']);
  });

  it('is walked by keys, remembers the row and opens it', async () => {
    const user = userEvent.setup();
    open();
    live(pod('a'), pod('b'), pod('c'));
    const opened = vi.fn();
    document.addEventListener('click', (event) => {
      event.preventDefault();
      opened((event.target as Element).closest('a')?.getAttribute('href'));
    });
    const grid = screen.getByRole('grid');
    const active = () =>
      document.getElementById(grid.getAttribute('aria-activedescendant') ?? '')?.getAttribute('aria-label');
    act(() => grid.focus());
    await user.keyboard('j');
    expect(active()).toBe('a');
    await user.keyboard('{End}');
    expect(active()).toBe('c');
    await user.keyboard('k');
    expect(active()).toBe('b');
    await user.keyboard('{Enter}');
    expect(opened).toHaveBeenCalledWith('/clusters/demo/namespaces/team-a/core/pods/b');
  });

  it('runs an action by its key on the active row, unless it is refused', async () => {
    const user = userEvent.setup();
    open();
    live(pod('a'), pod('b'));
    act(() => screen.getByRole('grid').focus());
    await user.keyboard('y');
    expect(run).not.toHaveBeenCalled();
    await user.keyboard('{ArrowDown}{ArrowDown}y');
    await waitFor(() => expect(run).toHaveBeenCalledExactlyOnceWith('b'));
    await user.keyboard('n');
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('offers the actions of the row that is active', async () => {
    const user = userEvent.setup();
    open();
    live(pod('a'));
    await user.click(screen.getByRole('row', { name: 'a' }));
    expect(screen.getByRole('button', { name: 'Actions of a' })).toBeTruthy();
  });

  it('is found where it was left, once there are rows enough', async () => {
    const user = userEvent.setup();
    const rows = Array.from({ length: 100 }, (_, i) => pod(`web-${i}`));
    const scroller = () => screen.getByRole('grid').parentElement as HTMLElement;
    const first = open({ visit: '7 /pods' });
    live(...rows);
    await user.click(screen.getByRole('row', { name: 'web-0' }));
    scroller().scrollTop = 1000;
    fireEvent.scroll(scroller());
    first.unmount();

    open({ visit: '7 /pods' });
    frame(() => {
      columns();
      source.rows(rows.slice(0, 5), { reset: true });
    });
    expect(names()).toHaveLength(5);
    expect(scroller().scrollTop).toBe(0);
    live(...rows);
    expect(scroller().scrollTop).toBe(1000);
    expect(screen.getByRole('row', { name: 'web-0' }).dataset['active']).toBe('true');
  });

  it('shows what deceives the eye as escapes', () => {
    open();
    live(pod('web', 'Run\u202ening\u0007'));
    expect(screen.getByRole('row', { name: 'web' }).textContent).toContain('Run\\u202ening\\x07');
  });
});
