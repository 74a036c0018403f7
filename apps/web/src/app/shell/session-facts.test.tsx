import { MantineProvider } from '@mantine/core';
import type { SessionInfo } from '@quarterdeck/shared/bff-api';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import { SessionFacts } from './session-facts.tsx';

vi.mock('./account-actions.tsx', () => ({ AccountActions: () => null }));

const session: SessionInfo = {
  cluster: 'dev',
  user: { name: 'ann', groups: ['system:authenticated'] },
  kind: 'token',
  account: 'a',
  renewsItself: false,
  tokenExpiresAt: null,
  sessionExpiresAt: 2_000_000_000,
  idleTimeoutSeconds: 3600,
  csrf: 'x',
  homeNamespace: null,
  serverVersion: 'v1.20.2',
};

function open(serverVersion: string | null): string {
  const { container } = render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <SessionFacts session={{ ...session, serverVersion }} onSignOut={() => {}} onClose={() => {}} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return container.textContent ?? '';
}

beforeAll(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  vi.stubGlobal('fetch', async (path: string) =>
    Response.json(
      path.endsWith('/connection')
        ? { server: 'https://10.0.0.1:6443', certificateAuthority: null }
        : { version: '9.8.7', clusters: [] },
    ),
  );
  await startAllWords();
});
afterEach(cleanup);

it('T1-08, T2.2-02: says where the API server is, and its version beside ours', async () => {
  open('v1.20.2');
  expect(await screen.findByText('https://10.0.0.1:6443')).toBeTruthy();
  expect(await screen.findByText('9.8.7')).toBeTruthy();
  expect(screen.getByText('v1.20.2')).toBeTruthy();
  expect(screen.queryByText(/the oldest that is supported/)).toBeNull();
});

it('T2.2-02: warns of a server that is older than what is supported', () => {
  expect(open('v1.19.16')).toContain('is older than v1.20, the oldest that is supported');
  expect(open('v1.34.0')).not.toContain('v1.34.0 is older');
  expect(open(null)).toContain('Unknown');
});
