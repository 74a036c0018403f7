import { expect, it } from 'vitest';
import { FakeClock } from '../test/fake-clock.ts';
import { OpeningWindow } from './opening-window.ts';

function asked(sources: number) {
  const clock = new FakeClock();
  const window = new OpeningWindow(clock);
  const begun: number[] = [];
  for (let source = 0; source < sources; source += 1) window.enter(source, () => begun.push(source));
  return { clock, window, begun };
}

it('asks a few at first, and two more with each answer', () => {
  const { window, begun } = asked(50);
  expect(begun).toEqual([0, 1, 2, 3, 4, 5]);
  window.answered(3);
  expect(begun.slice(6)).toEqual([6, 7]);
  window.answered(3);
  expect(begun).toHaveLength(8);
  for (let source = 0; begun.length < 50; source += 1) window.answered(begun[source] ?? 0);
  expect(begun).toEqual(Array.from({ length: 50 }, (_, source) => source));
});

it('waits for no slow one for long, and begins nothing after its end', () => {
  const { clock, window, begun } = asked(50);
  clock.advance(199);
  expect(begun).toHaveLength(6);
  clock.advance(1);
  expect(begun).toHaveLength(18);
  window.close();
  clock.advance(10_000);
  expect(begun).toHaveLength(18);
});
