import { act, cleanup, render, screen } from '@testing-library/react';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { changeLanguage, loadWords, startI18n } from './i18n.ts';
import { lazyWithWords } from './lazy-with-words.ts';

beforeEach(() => startI18n('en'));
afterEach(cleanup);

const shown: string[] = [];
function Speaks({ namespace, word }: { readonly namespace: string; readonly word: string }) {
  const { t } = useTranslation(namespace);
  shown.push(t(word));
  return <p>{t(word)}</p>;
}

it('has the words of the first page at once', () => {
  render(<Speaks namespace="app" word="health.ok" />);
  expect(screen.getByText('OK')).toBeDefined();
});

it('waits for words that are read later, and never shows their keys', async () => {
  shown.length = 0;
  render(
    <Suspense fallback="waiting">
      <Speaks namespace="terminal" word="toolbar" />
    </Suspense>,
  );
  expect(screen.getByText('waiting')).toBeDefined();
  await screen.findByText((text) => text !== '' && text !== 'waiting');
  expect(shown).not.toContain('toolbar');
});

it('reads words beside the component that speaks them', async () => {
  shown.length = 0;
  const Later = lazyWithWords(['sign-in'], async () => ({
    default: () => <Speaks namespace="sign-in" word="signIn" />,
  }));
  render(
    <Suspense fallback="waiting">
      <Later />
    </Suspense>,
  );
  await screen.findByText((text) => text !== '' && text !== 'waiting');
  expect(shown).not.toContain('signIn');
  expect(new Set(shown).size).toBe(1);
});

it('changes the language of what is open, words that were read later included', async () => {
  await loadWords(['yaml', 'problems']);
  render(<Speaks namespace="problems" word="view.retry" />);
  expect(screen.getByText('Try again')).toBeDefined();
  shown.length = 0;
  await act(() => changeLanguage('zh-CN'));
  expect(document.documentElement.lang).toBe('zh-CN');
  expect(screen.getByText('重试')).toBeDefined();
  expect(shown).not.toContain('view.retry');
});

it('fails when there are no such words', async () => {
  await expect(loadWords(['nothing'])).rejects.toThrow('no words "nothing" in en');
});
