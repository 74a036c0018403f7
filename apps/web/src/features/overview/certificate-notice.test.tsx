import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import { CertificateNotice } from './certificate-notice.tsx';

beforeAll(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  await startAllWords();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const DAY_S = 24 * 3600;
const HOUR_MS = 3600 * 1000;

async function show(certificateEndsAt: number | undefined, updatedAt = Date.now()) {
  const client = new QueryClient();
  const config = { version: '1', clusters: [], ...(certificateEndsAt && { certificateEndsAt }) };
  client.setQueryData(['config'], config, { updatedAt });
  render(
    <MantineProvider>
      <QueryClientProvider client={client}>
        <CertificateNotice />
      </QueryClientProvider>
    </MantineProvider>,
  );
}
const inDays = (days: number) => Math.floor(Date.now() / 1000) + days * DAY_S + 60;

it('says when the dashboard’s own certificate ends, and what to do (OPS-019)', async () => {
  await show(inDays(12));
  expect(screen.getByRole('status').textContent).toContain('ends in 12 days');
  expect(screen.getByRole('status').textContent).toContain(new Date(inDays(12) * 1000).toISOString().slice(0, 10));
  cleanup();
  await show(inDays(-3));
  expect(screen.getByRole('status').textContent).toContain('has ended');
  cleanup();
  await show(inDays(0));
  expect(screen.getByRole('status').textContent).toContain('ends in less than a day');
});

/** What the server says of the certificate from now on. */
function serve(certificateEndsAt: () => number | undefined) {
  const fetched = vi.fn(async () =>
    Response.json({ version: '1', clusters: [], certificateEndsAt: certificateEndsAt() }),
  );
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

it('asks anew when the page is opened long after the program was', async () => {
  const fetched = serve(() => inDays(5));
  await show(undefined, Date.now() - 3 * HOUR_MS);
  expect((await screen.findByRole('status')).textContent).toContain('ends in 5 days');
  expect(fetched).toHaveBeenCalledTimes(1);
});

it('goes on counting in a page that stays open, until the certificate is replaced', async () => {
  vi.useFakeTimers();
  const end = inDays(1);
  let served: number | undefined = end;
  const fetched = serve(() => served);
  await show(end);
  expect(screen.getByRole('status').textContent).toContain('ends in 1 day');
  expect(fetched).not.toHaveBeenCalled();
  await act(() => vi.advanceTimersByTimeAsync(HOUR_MS + 1000));
  expect(fetched).toHaveBeenCalledTimes(1);
  expect(screen.getByRole('status').textContent).toContain('ends in less than a day');
  served = undefined;
  await act(() => vi.advanceTimersByTimeAsync(HOUR_MS + 1000));
  expect(screen.queryByRole('status')).toBeNull();
});

it('says nothing while there is time', async () => {
  await show(undefined);
  expect(screen.queryByRole('status')).toBeNull();
});
