import fc from 'fast-check';
import { expect, it } from 'vitest';
import { OutputRing } from './output-ring.ts';

it('holds the last bytes of everything written, wherever chunks begin and end', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 40 })),
      fc.integer({ min: 1, max: 32 }),
      fc.nat(),
      fc.nat(),
      (chunks, capacity, skip, limit) => {
        const ring = new OutputRing(capacity);
        for (const chunk of chunks) ring.write(Buffer.from(chunk));
        const all = Buffer.concat(chunks);
        expect(ring.end).toBe(all.length);
        expect(ring.start).toBe(Math.max(0, all.length - capacity));
        const from = ring.start + (skip % (ring.end - ring.start + 1));
        expect(ring.read(from, limit)).toEqual(all.subarray(from, from + limit));
      },
    ),
  );
});
