import { configure, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { live, onSearch, open, pod, prepareList, source } from './test/open-list.tsx';

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
