import { expect, it } from 'vitest';
import { fuzz } from './fuzzer.ts';

it('two seconds of `npm run fuzz`', { timeout: 60_000 }, async () => {
  const seed = Date.now() % 2 ** 31;
  // told before anything can fail: the way back to the same input
  process.stdout.write(`fuzz seed ${seed}\n`);
  const { frames, messages, requests, passed } = await fuzz(2000, seed);
  for (const count of [frames, messages, requests, passed]) expect(count).toBeGreaterThan(0);
});
