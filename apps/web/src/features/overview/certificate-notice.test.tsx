import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import { CertificateNotice } from './certificate-notice.tsx';

beforeAll(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  await startAllWords();
});
afterEach(cleanup);

async function show(certificateEndsAt: number | undefined) {
  const client = new QueryClient();
  client.setQueryData(['config'], { version: '1', clusters: [], ...(certificateEndsAt && { certificateEndsAt }) });
  render(
    <MantineProvider>
      <QueryClientProvider client={client}>
        <CertificateNotice />
      </QueryClientProvider>
    </MantineProvider>,
  );
}
const inDays = (days: number) => Math.floor(Date.now() / 1000) + days * 24 * 3600 + 60;

it('says when the dashboard’s own certificate ends, and what to do (OPS-019)', async () => {
  await show(inDays(12));
  expect(screen.getByRole('status').textContent).toContain('ends in 12 days');
  expect(screen.getByRole('status').textContent).toContain(new Date(inDays(12) * 1000).toISOString().slice(0, 10));
  cleanup();
  await show(inDays(-3));
  expect(screen.getByRole('status').textContent).toContain('has ended');
});

it('says nothing while there is time', async () => {
  await show(undefined);
  expect(screen.queryByRole('status')).toBeNull();
});
