import { afterEach, expect, it, vi } from 'vitest';
import { sessionStore } from '../api/session-store.ts';
import { askAhead } from './ask-ahead.ts';

const load = vi.spyOn(sessionStore, 'load').mockResolvedValue({ status: 'signed-out' });
vi.mock('../features/resource-list/list-page.tsx', () => ({}));
afterEach(() => load.mockClear());

it('asks for the session of the address’s cluster', () => {
  askAhead('/clusters/a%20b/namespaces/all/core/pods');
  expect(load).toHaveBeenCalledExactlyOnceWith('a b');
});

it.each(['/', '/sign-in', '/clusters/', '/clusters/%E0%A4%A'])('asks for nothing at %s', (path) => {
  askAhead(path);
  expect(load).not.toHaveBeenCalled();
});
