import { expect, it, vi } from 'vitest';
import { sessionStore } from '../../api/session-store.ts';
import { recalledCommands, rememberCommand } from './command-memory.ts';

it('proposes the latest first, and nothing to whoever signs in next', async () => {
  vi.stubGlobal('fetch', async () => Response.json({ user: { name: 'ann', groups: [] }, csrf: 'x' }));
  await sessionStore.load('prod');
  for (const text of ['ls', 'mysql -psecret', 'ls']) rememberCommand({ text, throughShell: false });
  expect(recalledCommands().map(({ text }) => text)).toEqual(['ls', 'mysql -psecret']);
  await sessionStore.signOut('prod');
  expect(recalledCommands()).toEqual([]);
  vi.unstubAllGlobals();
});
