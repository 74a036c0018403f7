import { MantineProvider } from '@mantine/core';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import PasteDialog from './paste-dialog.tsx';
import { readPaste } from './paste-text.ts';

beforeAll(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  await startAllWords();
});
afterEach(cleanup);

function show(clipboard: string) {
  const answers: boolean[] = [];
  render(
    <MantineProvider env="test">
      <PasteDialog paste={readPaste(clipboard)} onAnswer={(yes) => answers.push(yes)} />
    </MantineProvider>,
  );
  return answers;
}

it('shows what would be run, and pastes after a word alone', () => {
  const answers = show('cd /tmp\nrm -rf x\n');
  const dialog = screen.getByRole('dialog', { name: 'Paste 2 lines?' });
  expect(dialog.querySelector('pre')?.textContent).toBe('cd /tmp\nrm -rf x\n');
  fireEvent.click(screen.getByRole('button', { name: 'Paste 2 lines' }));
  expect(answers).toEqual([true]);
});

it('pastes nothing when it is left, by its button, by the cross or by Escape', () => {
  const answers = show('ls\n');
  expect(screen.getByRole('dialog', { name: 'Paste 1 line that runs at once?' })).toBeTruthy();
  for (const button of screen.getAllByRole('button', { name: 'Cancel' })) fireEvent.click(button);
  fireEvent.keyDown(screen.getByRole('dialog'), { key: 'Escape' });
  expect(answers).toEqual([false, false, false]);
});

it('hides nothing of what it shows: not by direction, not behind much else', () => {
  show(`echo safe \u202e# txt.live${'x'.repeat(3000)}\n`);
  const shown = document.querySelector('pre')?.textContent ?? '';
  expect(shown).toContain('\\u202e');
  expect(shown.length).toBeLessThan(2100);
  expect(shown.endsWith('…')).toBe(true);
});
