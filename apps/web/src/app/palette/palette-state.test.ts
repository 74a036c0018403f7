import { beforeEach, describe, expect, it } from 'vitest';
import { paletteState } from './palette-state.ts';

beforeEach(() => {
  paletteState.set(false);
  paletteState.set(true);
});

const type = (...keys: readonly string[]) => keys.map((key) => paletteState.typeAhead(key));

describe('what is typed while the palette is on its way', () => {
  it('is kept for it, and can be corrected', () => {
    expect(type('p', 'o', 'x', 'Backspace', 'd', ' ')).toEqual(Array(6).fill(true));
    expect(paletteState.typedAhead()).toBe('pod ');
    type(...Array<string>(9).fill('Backspace'));
    expect(paletteState.typedAhead()).toBe('');
  });

  it('leaves the page what is not text', () => {
    expect(type('Tab', 'ArrowDown', 'Shift', 'F5', 'Enter')).toEqual(Array(5).fill(false));
    expect(paletteState.typedAhead()).toBe('');
    expect(paletteState.isOpen()).toBe(true);
  });

  it('presses nothing beneath with the Enter that ends it', () => {
    expect(type('p', 'Enter')).toEqual([true, true]);
    expect(paletteState.typedAhead()).toBe('p');
  });

  it('is called off by Escape', () => {
    expect(type('p', 'Escape')).toEqual([true, true]);
    expect(paletteState.isOpen()).toBe(false);
    expect(paletteState.typedAhead()).toBe('');
  });
});
