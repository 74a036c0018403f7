import { act, configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { live, onSearch, open, pod, prepareList, source } from './test/open-list.tsx';
import { readWidths } from './use-column-widths.ts';

prepareList();
beforeEach(() => {
  localStorage.clear();
  // jsdom lays nothing out: what floats stays invisible
  configure({ defaultHidden: true });
});
afterAll(() => configure({ defaultHidden: false }));

const headers = () =>
  screen.getAllByRole('columnheader').flatMap((header) => within(header).queryByRole('button')?.textContent ?? []);
const chooser = async () => {
  await userEvent.click(screen.getByRole('button', { name: 'Columns' }));
  const dialog = await screen.findByRole('dialog');
  await within(dialog).findByRole('heading', { name: 'Add a column' });
  return dialog;
};

describe('the column chooser', () => {
  it('hides and shows columns, in the address and for the next time', async () => {
    const { unmount } = open();
    live(pod('a'));
    const dialog = await chooser();
    await userEvent.click(within(dialog).getByRole('checkbox', { name: 'Restarts' }));
    expect(headers()).toEqual(['Name', 'Status', 'Age']);
    expect(onSearch).toHaveBeenLastCalledWith({ cols: 'name,status,age' });
    await userEvent.click(within(dialog).getByRole('checkbox', { name: /IP/ }));
    expect(headers()).toEqual(['Name', 'Status', 'Age', 'IP']);
    expect(within(dialog).getByRole('checkbox', { name: 'Name' })).toHaveProperty('disabled', true);
    unmount();
    open();
    live(pod('a'));
    expect(headers()).toEqual(['Name', 'Status', 'Age', 'IP']);
    // the address says what is seen, so that a link shows it to others
    expect(onSearch).toHaveBeenLastCalledWith({ cols: 'name,status,age,ip' });
  });

  it('offers what takes whole objects over all namespaces, and has it read when it is chosen', async () => {
    const kind = {
      fields: ['status.reason'],
      columns: [{ id: 'zone', header: 'Zone', fields: ['spec.zone'], text: () => 'z' }],
    };
    open({ namespaces: null, kind });
    live(pod('a'));
    const asked = () => source.queries.at(-1)?.fields;
    expect(asked()).toEqual(['metadata.deletionTimestamp']);
    expect(headers()).not.toContain('Zone');
    const dialog = await chooser();
    const hidden = within(dialog).getByRole('list', { name: 'Hidden columns' });
    await userEvent.click(within(hidden).getByRole('checkbox', { name: /Zone/ }));
    await waitFor(() => expect(asked()).toEqual(expect.arrayContaining(['spec.zone', 'status.reason'])));
    live(pod('a'));
    expect(headers()).toContain('Zone');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Reset' }));
    await waitFor(() => expect(asked()).toEqual(['metadata.deletionTimestamp']));

    await userEvent.click(within(dialog).getByRole('checkbox', { name: /Read whole objects/ }));
    expect(onSearch).toHaveBeenLastCalledWith({ cols: 'whole' });
    await waitFor(() => expect(asked()).toEqual(expect.arrayContaining(['spec.zone', 'status.reason'])));
    live(pod('a'));
    expect(headers()).toContain('Zone');
    await userEvent.click(within(dialog).getByRole('checkbox', { name: /Read whole objects/ }));
    expect(onSearch).toHaveBeenLastCalledWith({ cols: '' });
  });

  it('has nothing of the kind to say in one namespace', async () => {
    open({ kind: { columns: [{ id: 'zone', header: 'Zone', fields: ['spec.zone'], text: () => 'z' }] } });
    live(pod('a'));
    expect(headers()).toContain('Zone');
    expect(within(await chooser()).queryByRole('checkbox', { name: /whole objects/ })).toBeNull();
  });

  it('moves columns, and goes back to the server’s own', async () => {
    open();
    live(pod('a'));
    const dialog = await chooser();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Move Age up' }));
    expect(headers()).toEqual(['Name', 'Status', 'Age', 'Restarts']);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Reset' }));
    expect(headers()).toEqual(['Name', 'Status', 'Restarts', 'Age']);
    expect(onSearch).toHaveBeenLastCalledWith({ cols: '' });
  });

  it('adds labels of the rows without asking the server again', async () => {
    open();
    const [uid, namespace, name, created, , cells] = pod('a');
    live([uid, namespace, name, created, { app: 'web' }, cells, null]);
    const before = source.queries.length;
    const dialog = await chooser();
    await userEvent.click(within(dialog).getByRole('button', { name: 'app' }));
    expect(headers()).toEqual(['Name', 'Status', 'Restarts', 'Age', 'app']);
    expect(screen.getByRole('row', { name: 'a' }).textContent).toContain('web');
    expect(source.queries.length).toBe(before);
  });

  it('asks for fields and annotations, and explains a path at the place of its fault', async () => {
    open();
    live(pod('a'));
    const dialog = await chooser();
    await userEvent.selectOptions(within(dialog).getByRole('combobox', { name: 'What the column shows' }), 'field');
    const path = within(dialog).getByRole('textbox', { name: 'Path of the field' });
    await userEvent.type(path, 'status.conditions[[0].type');
    expect(within(dialog).getByRole('alert').querySelector('mark')?.textContent).toBe('[0]');
    expect(within(dialog).getByRole('button', { name: 'Add' })).toHaveProperty('disabled', true);
    await userEvent.clear(path);
    await userEvent.type(path, 'spec.hostNetwork{Enter}');
    expect(source.queries.at(-1)?.fields).toContain('spec.hostNetwork');
    expect(onSearch).toHaveBeenLastCalledWith({ cols: 'field:spec.hostNetwork' });
  });
});

describe('the headers', () => {
  const header = (name: string) => within(screen.getByRole('columnheader', { name })).getByRole('button');
  const template = () => screen.getByRole('grid').style.getPropertyValue('--list-columns');

  it('move by Alt and the arrows, and keep the focus', async () => {
    const user = userEvent.setup();
    open();
    live(pod('a'));
    act(() => header('Restarts').focus());
    await user.keyboard('{Alt>}{ArrowLeft}{/Alt}');
    await waitFor(() => expect(headers()).toEqual(['Name', 'Restarts', 'Status', 'Age']));
    expect(document.activeElement).toBe(header('Restarts'));
    expect(onSearch).not.toHaveBeenCalledWith({ sort: expect.anything() });
  });

  it('change their width by Shift and the arrows, remembered for the kind', async () => {
    const user = userEvent.setup();
    const { unmount } = open();
    live(pod('a'));
    act(() => header('Status').focus());
    await user.keyboard('{Shift>}{ArrowRight}{/Shift}');
    // jsdom gives every element a width of 1000
    await waitFor(() => expect(template()).toContain('calc(0ch + 1016px)'));
    unmount();
    open();
    live(pod('a'));
    expect(template()).toContain('calc(0ch + 1016px)');
    const dialog = await chooser();
    await user.click(within(dialog).getByRole('button', { name: 'Reset' }));
    expect(template()).not.toContain('1016px');
  });

  it('follow the pointer: a drag moves, and does not sort', async () => {
    open();
    live(pod('a'));
    vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockImplementation(function (this: HTMLElement) {
      const at = ['name', 'status', 'restarts', 'age'].indexOf(this.dataset['column'] ?? '');
      return new DOMRect(at * 100, 0, 100, 32);
    });
    fireEvent.pointerDown(header('Name'), { clientX: 10, button: 0 });
    await act(() => import('./arrange-columns.ts'));
    fireEvent.pointerMove(window, { clientX: 270, buttons: 1 });
    fireEvent.pointerUp(window, { clientX: 270 });
    fireEvent.click(header('Name'));
    vi.mocked(HTMLElement.prototype.getBoundingClientRect).mockRestore();
    expect(headers()).toEqual(['Status', 'Restarts', 'Name', 'Age']);
    expect(onSearch).not.toHaveBeenCalledWith({ sort: 'name' });
  });

  it('do not take widths from a memory that is not theirs', () => {
    expect(readWidths('[1]')).toEqual({});
    expect(readWidths('{"a":100,"b":"x","c":-5,"d":1e9}')).toEqual({ a: 100 });
    expect(readWidths('{')).toEqual({});
    expect(readWidths(null)).toEqual({});
  });
});
