import { expect, it } from 'vitest';
import { drawingRoom, drawingStyle } from './cell-drawing.ts';

const styleOf = (...args: Parameters<typeof drawingStyle>) => JSON.stringify(drawingStyle(...args) ?? {});

it('draws a square for each part, and no more than fit', () => {
  const drawing = { squares: ['ok', 'failed'] } as const;
  expect(styleOf(drawing)).toMatch(/health-ok.* 0px .*health-failed.* 12px /);
  const many = { squares: Array.from({ length: 100 }, () => 'ok' as const) };
  expect(drawingRoom(many)).toBe(drawingRoom({ squares: many.squares.slice(0, 12) }));
  expect(styleOf(many).length).toBeLessThan(1500);
});

it('tells health by shape, not by colour alone', () => {
  const tones = ['ok', 'progressing', 'warning', 'failed', 'stopped', 'unknown'] as const;
  const shapes = tones.map((tone) => styleOf({ squares: [tone] }).replaceAll(`--qd-health-${tone}`, ''));
  expect(new Set(shapes).size).toBe(tones.length);
});

it.each([
  [0.5, '50%'],
  [2, '100%'],
  [-1, '0%'],
])('draws a share of %f as %s', (share, percent) => {
  expect(styleOf({ share, tone: 'ok' })).toContain(`"--share":"${percent}"`);
  expect(drawingRoom({ share, tone: 'ok' })).toBe(0);
});

it('draws nothing', () => expect([styleOf(undefined), drawingRoom(undefined)]).toEqual(['{}', 0]));
