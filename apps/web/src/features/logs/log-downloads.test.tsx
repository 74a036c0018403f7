import { MantineProvider, Menu } from '@mantine/core';
import { problem } from '@quarterdeck/shared/problem';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import { LogDownloads } from './log-downloads.tsx';
import { useWholeLog } from './use-whole-log.ts';

const REQUEST = {
  sources: [{ namespace: 'ns', pod: 'web-1', container: 'app' }],
  instances: 'current',
  timestamps: false,
  names: false,
} as const;

beforeAll(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  return startAllWords();
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function Downloads() {
  const whole = useWholeLog('c', { ...REQUEST, sources: [...REQUEST.sources] }, 'web-1.log');
  return (
    <>
      <Menu opened withinPortal={false} transitionProps={{ duration: 0 }}>
        <Menu.Dropdown>
          <LogDownloads wholeLog={whole.address} fileName="web-1.log" onWhole={whole.save} onShown={() => undefined} />
        </Menu.Dropdown>
      </Menu>
      {whole.refused === undefined ? null : <p role="alert">{whole.refused.code}</p>}
    </>
  );
}

it('the whole log is saved when there is one; what is against it is said, and it is asked again', async () => {
  const asked: string[] = [];
  let answer = () => Response.json(problem('qd.log.too-many', 'too many'), { status: 429 });
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(decodeURIComponent(path));
    return answer();
  });
  const saved: string[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push(`${this.download} ${decodeURIComponent(this.href)}`);
  });
  render(
    <MantineProvider>
      <Downloads />
    </MantineProvider>,
  );
  fireEvent.click(screen.getByRole('menuitem', { name: 'The whole log' }));
  expect((await screen.findByRole('alert')).textContent).toBe('qd.log.too-many');
  expect(asked.at(-1)).toContain('"look":true');
  expect(saved).toEqual([]);

  answer = () => new Response(null, { status: 204 });
  fireEvent.click(screen.getByRole('menuitem', { name: 'The whole log' }));
  await waitFor(() => expect(saved).toHaveLength(1));
  expect(saved[0]).toMatch(/^web-1\.log .*\/api\/clusters\/c\/logs\/download\?request=/);
  expect(saved[0]).not.toContain('look');
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
});
