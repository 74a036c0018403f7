import { act, configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { live, open, pod, prepareList } from './test/open-list.tsx';

vi.mock('../../actions/use-actions.ts', () => ({ useActions: () => [] }));
prepareList();
beforeEach(() => {
  localStorage.clear();
  // jsdom lays nothing out: what floats stays invisible
  configure({ defaultHidden: true });
});
afterAll(() => configure({ defaultHidden: false }));

async function menuItem(name: string | RegExp): Promise<HTMLElement> {
  await userEvent.click(screen.getByRole('button', { name: 'More of this list' }));
  return screen.findByRole('menuitem', { name });
}

describe('the menu of the list', () => {
  it('exports all matching rows with the shown columns, in their order', async () => {
    const files: Blob[] = [];
    const names: string[] = [];
    vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: (file: Blob) => `blob:${files.push(file)}` }));
    Object.assign(URL, { revokeObjectURL: () => {} });
    const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      names.push(this.download);
    });
    open({ search: { q: 'web', sort: '-name', cols: 'name,status' } });
    live(pod('web-1'), pod('web-2', '=cmd'), pod('api'));
    await userEvent.click(await menuItem('Export as CSV (2)'));
    expect(await files[0]?.text()).toBe("Name,Status\r\nweb-2,'=cmd\r\nweb-1,Running\r\n");
    expect(names[0]).toMatch(/^pods-team-a-[\dT-]+Z\.csv$/);
    await userEvent.click(await menuItem('Export as JSON (2)'));
    expect(JSON.parse((await files[1]?.text()) ?? '')).toEqual([
      { Name: 'web-2', Status: '=cmd' },
      { Name: 'web-1', Status: 'Running' },
    ]);
    click.mockRestore();
  });

  it('has the command that prints the list', async () => {
    open({ search: { l: 'app in (a,b)', sort: 'status' } });
    live(pod('web-1'));
    await userEvent.click(await menuItem('kubectl command of this list'));
    const dialog = await screen.findByRole('dialog', { name: 'The kubectl command of this list' });
    expect(dialog.querySelector('code')?.textContent).toBe("kubectl get pods -n team-a -l 'app in (a,b)'");
    expect(dialog.textContent).toContain('kubectl cannot sort by this column');
    const path = '/api/v1/namespaces/team-a/pods?labelSelector=app+in+%28a%2Cb%29';
    const link = within(dialog).getByRole('link', { name: path });
    expect(new URL(link.getAttribute('href') ?? '', 'http://x').searchParams.get('path')).toBe(path);
  });

  it('shows every key, by ? as by the mouse, and not while one types', async () => {
    open();
    live(pod('web-1'));
    fireEvent.keyDown(screen.getByRole('textbox', { name: 'Filter Pods' }), { key: '?' });
    expect(screen.queryByRole('dialog', { name: 'Keys of this list' })).toBeNull();
    fireEvent.keyDown(document.body, { key: '?' });
    const dialog = await screen.findByRole('dialog', { name: 'Keys of this list' });
    for (const key of ['j', 'k', 'Enter', '/', 'Space', 'x', 'd', 'y', 'l', 's', 'e', 'Delete', 'Esc', '?', 'c'])
      expect(within(dialog).getAllByText(key, { selector: 'kbd' }).length, key).toBeGreaterThan(0);
  });
});

describe('cells', () => {
  it('are marked by the arrows and copied by c; without one the name is', async () => {
    const user = userEvent.setup();
    open();
    live(pod('web-1', 'Running', 3));
    const grid = screen.getByRole('grid');
    act(() => grid.focus());
    await user.keyboard('jc');
    await waitFor(async () => expect(await navigator.clipboard.readText()).toBe('web-1'));
    await user.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}');
    const marked = screen.getByRole('gridcell', { name: '3' });
    expect(grid.getAttribute('aria-activedescendant')).toBe(marked.id);
    await user.keyboard('c');
    await waitFor(async () => expect(await navigator.clipboard.readText()).toBe('3'));
  });

  it('have a menu under the right button, links keep the browser’s', async () => {
    const user = userEvent.setup();
    open();
    live(pod('web-1', 'Running', 3));
    expect(fireEvent.contextMenu(screen.getByRole('link', { name: 'web-1' }))).toBe(true);
    expect(fireEvent.contextMenu(screen.getByRole('gridcell', { name: '3' }))).toBe(false);
    await user.click(await screen.findByRole('menuitem', { name: /Copy “3”/ }));
    await waitFor(async () => expect(await navigator.clipboard.readText()).toBe('3'));
  });
});
