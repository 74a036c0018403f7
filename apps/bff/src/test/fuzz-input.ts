/** Chance that can be repeated (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 up to, and without, `end`. */
  below(end: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * end);
  }

  pick<T>(from: readonly T[]): T {
    const found = from[this.below(from.length)];
    if (found === undefined) throw new Error('nothing to choose from');
    return found;
  }
}

const PIECES = [
  ...[
    '"__proto__":{"x":1},',
    '"constructor"',
    'null',
    'true',
    '-1',
    '1e999',
    '9007199254740993',
    '[]',
    '{}',
    '""',
    '\\u0000',
  ],
  ...[
    '..',
    '/../',
    '%2e%2e',
    '%2f',
    '%5c',
    '\\',
    '//',
    ';',
    '?',
    '#',
    '%00',
    '%0d%0a',
    '\u202e',
    '\ud800',
    '\x1b]52;c;x\x07',
  ],
  ...[
    '"type":"open",',
    '"type":"hello",',
    '&watch=true',
    '@evil.example',
    'http://evil.example',
    '\x00',
    '\x7f',
    '\xff',
  ],
];

/** Changes bytes, cuts, repeats and puts in what parsers stumble over; now and then, nothing. */
export function mutate(bytes: Buffer, random: Random): Buffer {
  let result = bytes;
  for (let step = random.below(5); step > 0; step -= 1) {
    const at = random.below(result.length + 1);
    const end = Math.min(result.length, at + random.below(20));
    const [before, middle, after] = [result.subarray(0, at), result.subarray(at, end), result.subarray(end)];
    switch (random.below(6)) {
      case 0:
        result = Buffer.concat([before, after]);
        break;
      case 1:
        result = Buffer.concat([before, middle, middle, after]);
        break;
      case 2:
        result = Buffer.concat([before, Buffer.from(random.pick(PIECES), 'utf8'), after]);
        break;
      case 3:
        result = Buffer.concat([before, Buffer.from(middle.map((byte) => byte ^ (1 << random.below(8)))), after]);
        break;
      case 4:
        result = before;
        break;
      default:
        result = Buffer.concat([
          before,
          Buffer.from(random.pick(['[', '{"a":', '9', 'a/', '%25']).repeat(random.below(400))),
          after,
        ]);
    }
  }
  return result;
}
