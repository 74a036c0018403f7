import { MantineProvider } from '@mantine/core';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import LogsPage from './logs-page.tsx';

beforeAll(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  return startAllWords();
});
afterEach(cleanup);

it('the selector is what the address says, also after Back, and what is typed until then', () => {
  const asked: string[] = [];
  const page = (labelSelector: string | undefined) => (
    <MantineProvider>
      <LogsPage
        cluster="c"
        namespaces={null}
        labelSelector={labelSelector}
        onSelector={(selector) => asked.push(selector)}
      />
    </MantineProvider>
  );
  const { rerender } = render(page('app=web'));
  const field = screen.getByRole<HTMLInputElement>('textbox', { name: 'Label selector' });
  expect(field.value).toBe('app=web');
  field.focus();
  fireEvent.change(field, { target: { value: ' app=db ' } });
  rerender(page('app=web'));
  expect(field.value).toBe(' app=db ');
  fireEvent.submit(field);
  expect(asked).toEqual(['app=db']);
  rerender(page('app=db'));
  expect(document.activeElement).toBe(field);
  rerender(page('app=web'));
  expect(field.value).toBe('app=web');
  rerender(page(undefined));
  expect(field.value).toBe('');
});
