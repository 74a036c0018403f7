/** `npm run fuzz [-- seconds [seed]]`: hostile frames and requests against a running BFF. Prints the seed; fails at the first fault. */
import { randomInt } from 'node:crypto';
import { fuzz } from '../apps/bff/src/test/fuzzer.ts';

const [seconds = '60', given] = process.argv.slice(2);
const end = performance.now() + Number(seconds) * 1000;
if (!(Number(seconds) > 0)) throw new Error('usage: npm run fuzz [-- seconds [seed]]');
let seed = given === undefined ? randomInt(2 ** 31) : Number(given);
while (performance.now() < end) {
  process.stdout.write(`seed ${seed} … `);
  // a new start every ten seconds: a fault is near to its seed
  const report = await fuzz(Math.min(10_000, end - performance.now()), seed);
  const { frames, messages, requests, passed } = report;
  process.stdout.write(`${frames} frames, ${messages} messages, ${requests} requests (${passed} passed on)\n`);
  seed = (seed + 1) % 2 ** 31;
}
