import { describe, expect, it, vi } from 'vitest';
import { FakeClock } from '../test/fake-clock.ts';
import { isBreak, OutputHurry } from './output-hurry.ts';

function begun() {
  const clock = new FakeClock();
  const over = vi.fn();
  const hurry = new OutputHurry(clock, over);
  hurry.start();
  return { clock, over, hurry };
}

const flood = Buffer.from('y\r\n'.repeat(1000));

describe('reading off a flood that was broken off', () => {
  it('begins with the keys that do so', () => {
    expect([3, 0x1a, 0x1c].every((key) => isBreak(Uint8Array.of(0x61, key)))).toBe(true);
    expect(isBreak(Buffer.from('ls -l\r'))).toBe(false);
  });

  it('is over when nothing has come for a moment', () => {
    const { clock, over, hurry } = begun();
    for (let i = 0; i < 10; i += 1) {
      clock.advance(240);
      hurry.saw(flood);
    }
    clock.advance(249);
    expect(over).not.toHaveBeenCalled();
    clock.advance(1);
    expect(over).toHaveBeenCalledOnce();
    expect(hurry.isOn).toBe(false);
  });

  it('is over soon once the key is answered', () => {
    const { clock, over, hurry } = begun();
    hurry.saw(flood);
    hurry.saw(Buffer.from('y\r\n^C'));
    clock.advance(14);
    hurry.saw(Buffer.from('\r\n# '));
    clock.advance(14);
    expect(over).not.toHaveBeenCalled();
    clock.advance(1);
    expect(over).toHaveBeenCalledOnce();
  });

  it('waits for an answer, not for ever', () => {
    const { clock, over } = begun();
    clock.advance(249);
    expect(over).not.toHaveBeenCalled();
    clock.advance(1);
    expect(over).toHaveBeenCalledOnce();
  });

  it('gives a program that cares for no key five seconds', () => {
    const { clock, over, hurry } = begun();
    for (let at = 0; at < 5000; at += 50) {
      expect(over).not.toHaveBeenCalled();
      hurry.saw(flood);
      clock.advance(50);
    }
    expect(over).toHaveBeenCalledOnce();
  });

  it('rests after one that the flood has outlasted, however often the key comes', () => {
    const { clock, over, hurry } = begun();
    let on = 0;
    for (let at = 0; at < 60_000; at += 50) {
      hurry.start();
      if (hurry.isOn) on += 50;
      hurry.saw(flood);
      clock.advance(50);
    }
    expect(over).toHaveBeenCalledTimes(4);
    expect(on).toBeLessThanOrEqual(20_000);
    // and reads the next one off
    clock.advance(20_000);
    hurry.start();
    expect(hurry.isOn).toBe(true);
  });

  it.each([
    { what: 'output of now', bytes: Buffer.from('a line\r\n'), takes: 500 },
    { what: 'a flood', bytes: flood, takes: 5000, every: 5 },
  ])('in doubt whether there is anything to read off holds $what up for $takes ms', ({ bytes, takes, every = 50 }) => {
    const { clock, over, hurry } = begun();
    hurry.end();
    over.mockClear();
    hurry.start(false);
    for (let at = 0; at < takes; at += every) {
      expect(over).not.toHaveBeenCalled();
      hurry.saw(bytes);
      clock.advance(every);
    }
    expect(over).toHaveBeenCalledOnce();
    hurry.start(false);
    expect(hurry.isOn).toBe(false);
    // what was no flood leaves the next one its due
    hurry.start();
    expect(hurry.isOn).toBe(takes < 5000);
  });

  it('is told once, and can begin again', () => {
    const { clock, over, hurry } = begun();
    hurry.start();
    hurry.end();
    hurry.end();
    clock.advance(10_000);
    expect(over).toHaveBeenCalledOnce();
    hurry.start();
    expect(hurry.isOn).toBe(true);
    clock.advance(250);
    expect(over).toHaveBeenCalledTimes(2);
  });
});
