import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { live, open, pod, prepareList, source } from './test/open-list.tsx';

prepareList();
beforeEach(() => {
  localStorage.clear();
});

const kind = {
  fields: ['status.reason'],
  columns: [{ id: 'zone', header: 'Zone', fields: ['spec.zone'], text: () => 'z' }],
};
const asked = () => source.queries.map(({ fields }) => fields);
const WHOLE = ['status.reason', 'spec.zone', 'metadata.deletionTimestamp'];

function countAnswers(answer: Promise<Response> | Response): void {
  vi.stubGlobal('fetch', async () => answer);
}

it('over all namespaces reads few objects whole, at once, and once', async () => {
  countAnswers(Response.json({ rows: [{}], metadata: { continue: 'x', remainingItemCount: 6 } }));
  open({ namespaces: null, kind, few: 'asked' });
  expect(asked()).toEqual([]);
  await waitFor(() => expect(asked()).toEqual([WHOLE]));
  live(pod('a'));
  expect(screen.getByRole('columnheader', { name: 'Zone' })).toBeTruthy();
  // read by itself: there is nothing to choose
  await userEvent.click(screen.getByRole('button', { name: 'Columns' }));
  const dialog = await screen.findByRole('dialog', { hidden: true });
  await within(dialog).findByRole('heading', { name: 'Add a column', hidden: true });
  expect(within(dialog).queryByRole('checkbox', { name: /whole objects/, hidden: true })).toBeNull();
});

it('reads many lean, and what a person chose as they chose it', async () => {
  countAnswers(Response.json({ rows: [{}], metadata: { continue: 'x', remainingItemCount: 1000 } }));
  const { unmount } = open({ namespaces: null, kind, few: 'asked' });
  await waitFor(() => expect(asked()).toEqual([['metadata.deletionTimestamp']]));
  unmount();

  // not waited for: it would change nothing
  countAnswers(new Promise(() => {}));
  open({ namespaces: null, kind, few: 'asked', search: { cols: 'whole' } });
  expect(asked()).toEqual([WHOLE]);
});

it('does not ask in one namespace, nor for a kind that has nothing more to show', () => {
  const fetched = vi.fn();
  vi.stubGlobal('fetch', fetched);
  open({ kind, few: 'asked' }).unmount();
  open({ namespaces: null, kind: { fields: [] }, few: 'asked' });
  expect(asked()).toEqual([['metadata.deletionTimestamp']]);
  expect(fetched).not.toHaveBeenCalled();
});
