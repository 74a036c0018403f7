import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import { FaultAt } from './fault-at.tsx';

beforeAll(() => startAllWords());
afterEach(cleanup);

it('marks the place, and names it in its reason', () => {
  render(<FaultAt id="f" text="a in (b" start={5} end={6} why="It does not close" />);
  const alert = screen.getByRole('alert');
  expect(alert.querySelector('code')?.textContent).toBe('a in (b');
  expect(alert.querySelector('mark')?.textContent).toBe('(');
  expect(alert.querySelector('p')?.textContent).toBe('It does not close (at “(”)');
});

it('shows of a text without end what is around its fault', () => {
  const long = 'x'.repeat(3000);
  render(<FaultAt id="f" text={`${long}!!${long}`} start={3000} end={3002} why="why" />);
  expect(screen.getByRole('alert').querySelector('code')?.textContent).toBe(`…${'x'.repeat(60)}!!${'x'.repeat(60)}…`);
  cleanup();
  render(<FaultAt id="f" text={long} start={0} end={3000} why="why" />);
  expect(screen.getByRole('alert').textContent?.length).toBeLessThan(250);
});
