import { MantineProvider } from '@mantine/core';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { startAllWords } from '../i18n/test/start-all-words.ts';
import { FoldText } from './fold-text.tsx';

beforeAll(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  return startAllWords();
});
afterEach(cleanup);

const show = (text: string) =>
  render(
    <MantineProvider>
      <FoldText text={text} label="Copy it" />
    </MantineProvider>,
  );

test('TUT-18 a few lines stand there as they are, with their blanks', () => {
  const text = 'maxmemory 2mb\nmaxmemory-policy allkeys-lru    \n';
  show(text);
  expect(screen.getByText(/maxmemory 2mb/).textContent).toBe(text);
  expect(screen.queryByRole('button', { name: /Show all/ })).toBeNull();
});

test.each([
  ['many lines', 'line\n'.repeat(12)],
  ['a long line', 'x'.repeat(200)],
  ['JSON, which can be laid out', '{\n"a": 1\n}'],
])('%s are folded', (_, text) => {
  show(text);
  fireEvent.click(screen.getByRole('button', { name: `Show all (${text.length} characters)` }));
  expect(screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Copy it' }).value).toBe(text);
});
