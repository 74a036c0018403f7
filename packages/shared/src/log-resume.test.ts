import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ResumeFilter } from './log-resume.ts';

const stamp = (tick: number): string =>
  `2026-11-21T12:00:${String(Math.floor(tick / 4)).padStart(2, '0')}.${tick % 4}Z`;

it('lets every line through exactly once, wherever the connection is cut', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1, max: 3 }), { maxLength: 40 }), fc.array(fc.nat(50)), (steps, cuts) => {
      let tick = 0;
      const log = steps.map((step, i) => {
        // a step back within the second: two streams of one container
        tick = step < 0 && tick % 4 > 0 ? tick - 1 : tick + Math.abs(step);
        return { time: stamp(tick), text: `line ${i}` };
      });
      const filter = new ResumeFilter();
      const seen: string[] = [];
      // each stretch begins at the second of the last line seen, as sinceTime does upstream
      for (const length of [...cuts, log.length + 1]) {
        const since = filter.last.slice(0, 19);
        const again = log.filter(({ time }) => time.slice(0, 19) >= since).slice(0, length);
        for (const { time, text } of again) if (filter.admit(time)) seen.push(text);
        filter.cut();
      }
      expect(seen).toEqual(log.map(({ text }) => text));
    }),
  );
});
