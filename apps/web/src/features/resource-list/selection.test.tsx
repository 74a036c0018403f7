import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { frame, live, names, open, pod, prepareList, source } from './test/open-list.tsx';

vi.mock('../../actions/use-actions.ts', () => ({ useActions: () => [] }));
vi.mock('./bulk-bar.tsx', () => ({ default: () => <p>bar</p> }));

prepareList();

const row = (name: string) => screen.getByRole('row', { name });
const box = (name: string) => within(row(name)).getByRole<HTMLInputElement>('checkbox', { name: `Select ${name}` });
const head = () =>
  within(screen.getAllByRole('columnheader')[0] ?? document.body).getByRole<HTMLInputElement>('checkbox');
const selected = () => names().filter((name) => row(name ?? '').getAttribute('aria-selected') === 'true');
const grid = () => screen.getByRole('grid');

function show(...pods: string[]): void {
  open();
  live(...pods.map((name) => pod(name)));
}

describe('selection in a list', () => {
  it('by checkbox; the active row is another thing', () => {
    show('a', 'b', 'c');
    expect(grid().getAttribute('aria-multiselectable')).toBe('true');
    fireEvent.click(row('a'));
    expect(row('a').dataset['active']).toBe('true');
    expect(selected()).toEqual([]);
    fireEvent.click(box('b'));
    expect(selected()).toEqual(['b']);
    expect(box('b').checked).toBe(true);
    fireEvent.click(box('b'));
    expect(selected()).toEqual([]);
  });

  it('a range with Shift, single rows with Ctrl', () => {
    show('a', 'b', 'c', 'd');
    fireEvent.click(row('b'));
    fireEvent.click(row('d'), { shiftKey: true });
    expect(selected()).toEqual(['b', 'c', 'd']);
    fireEvent.click(row('a'), { shiftKey: true });
    expect(selected()).toEqual(['a', 'b', 'c', 'd']);
    fireEvent.click(row('c'), { ctrlKey: true });
    expect(selected()).toEqual(['a', 'b', 'd']);
  });

  it('by keys: Space and x, arrows with Shift, Ctrl-A, Esc', () => {
    show('a', 'b', 'c');
    const press = (key: string, more = {}) => fireEvent.keyDown(grid(), { key, ...more });
    press('ArrowDown');
    press(' ');
    expect(selected()).toEqual(['a']);
    press('x');
    expect(selected()).toEqual([]);
    press('ArrowDown', { shiftKey: true });
    expect(selected()).toEqual(['a', 'b']);
    press('a', { ctrlKey: true });
    expect(selected()).toEqual(['a', 'b', 'c']);
    press('Escape');
    expect(selected()).toEqual([]);
  });

  it('rests while a dialog is in front, even one that has lost its focus', () => {
    show('a');
    fireEvent.click(box('a'));
    const dialog = document.body.appendChild(document.createElement('div'));
    dialog.ariaModal = 'true';
    fireEvent.keyDown(document.body, { key: 'Escape' });
    expect(selected()).toEqual(['a']);
    dialog.remove();
    fireEvent.keyDown(document.body, { key: 'Escape' });
    expect(selected()).toEqual([]);
  });

  it('all that match, with a header that says whether it is all, some or none', () => {
    open({ search: { q: 'web' } });
    live(pod('web-1'), pod('web-2'), pod('db-1'));
    expect(head().getAttribute('aria-label')).toBe('Select all 2 that match');
    fireEvent.click(head());
    expect(selected()).toEqual(['web-1', 'web-2']);
    expect(head().checked).toBe(true);
    fireEvent.change(screen.getByRole('textbox'), { target: { value: '' } });
    expect(names()).toEqual(['db-1', 'web-1', 'web-2']);
    expect(head().checked).toBe(false);
    expect(head().indeterminate).toBe(true);
    expect(selected()).toEqual(['web-1', 'web-2']);
    fireEvent.click(head());
    expect(selected()).toEqual(['db-1', 'web-1', 'web-2']);
    fireEvent.click(head());
    expect(selected()).toEqual([]);
  });

  it('holds while rows change and are sorted, and lets go of what is deleted', async () => {
    show('a', 'b', 'c');
    fireEvent.click(box('a'));
    fireEvent.click(box('c'));
    frame(() => source.rows([pod('a', 'Failed')]));
    fireEvent.click(screen.getByRole('button', { name: 'Name' }));
    fireEvent.click(screen.getByRole('button', { name: 'Name' }));
    expect(names()).toEqual(['c', 'b', 'a']);
    expect(selected()).toEqual(['c', 'a']);
    expect(screen.getByText('2 selected')).toBeTruthy();
    await screen.findByText('bar');
    frame(() => source.rows([], { remove: ['uid-team-a-c'] }));
    expect(screen.getByText('1 selected')).toBeTruthy();
    frame(() => source.rows([], { remove: ['uid-team-a-a'] }));
    expect(screen.getByText('Nothing selected')).toBeTruthy();
    expect(screen.queryByText('bar')).toBeNull();
  });

  it('is no other visit’s', () => {
    const view = open({ visit: 'here' });
    live(pod('a'), pod('b'));
    fireEvent.click(box('b'));
    view.unmount();
    open({ visit: 'elsewhere' });
    live(pod('a'), pod('b'));
    expect(selected()).toEqual([]);
  });

  it('is found selected by the same visit', () => {
    const view = open({ visit: 'same' });
    live(pod('a'), pod('b'), pod('gone'));
    fireEvent.click(box('b'));
    fireEvent.click(box('gone'));
    view.unmount();
    open({ visit: 'same' });
    live(pod('a'), pod('b'));
    expect(selected()).toEqual(['b']);
    expect(screen.getByText('1 selected')).toBeTruthy();
  });
});
