import { checkPrimeSync, createCipheriv, createPrivateKey, hkdfSync, type KeyObject } from 'node:crypto';

const PRIME_BYTES = 128;
const EXPONENT = 65_537n;
/** Most candidates have a small factor, and are not worth an exponentiation. */
const SMALL_PRIMES = Array.from({ length: 1000 }, (_, n) => n)
  .filter((n) => n > 2 && !Array.from({ length: n }, (_, d) => d).some((d) => d > 1 && n % d === 0))
  .map(BigInt);
/** Miller-Rabin rounds: FIPS 186-5 asks for far fewer. */
const CHECKS = 32;

/**
 * An RSA key of 2048 bits that follows from a secret: replicas that share the secret, and a process that starts again, have the same
 * one, so that a browser whose user has accepted the certificate meets it everywhere. RSA, because its signatures (PKCS #1 v1.5) are the
 * same each time too, which those of elliptic curves are not.
 */
export function deriveRsaKey(secret: Buffer, purpose: string): KeyObject {
  const seed = Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));
  const stream = createCipheriv('aes-256-ctr', seed, Buffer.alloc(16));
  const next = () => nextPrime(stream.update(Buffer.alloc(PRIME_BYTES)));
  const p = next();
  const q = next();
  const d = inverse(EXPONENT, (p - 1n) * (q - 1n));
  return createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'RSA',
      n: encode(p * q),
      e: encode(EXPONENT),
      d: encode(d),
      p: encode(p),
      q: encode(q),
      dp: encode(d % (p - 1n)),
      dq: encode(d % (q - 1n)),
      qi: encode(inverse(q, p)),
    },
  });
}

/** The first prime from there on that RSA can take. */
function nextPrime(start: Buffer): bigint {
  // the two highest bits: the product has its whole length
  start[0] = (start[0] ?? 0) | 0xc0;
  start[PRIME_BYTES - 1] = (start[PRIME_BYTES - 1] ?? 0) | 1;
  let candidate = BigInt(`0x${start.toString('hex')}`);
  while (!isUsable(candidate)) candidate += 2n;
  return candidate;
}

function isUsable(candidate: bigint): boolean {
  if (SMALL_PRIMES.some((prime) => candidate % prime === 0n) || (candidate - 1n) % EXPONENT === 0n) return false;
  return checkPrimeSync(candidate, { checks: CHECKS });
}

/** 1/a modulo m, by Euclid. */
function inverse(a: bigint, m: bigint): bigint {
  let [r, next] = [m, a % m];
  let [x, nextX] = [0n, 1n];
  while (next !== 0n) {
    const times = r / next;
    [r, next] = [next, r - times * next];
    [x, nextX] = [nextX, x - times * nextX];
  }
  return x < 0n ? x + m : x;
}

function encode(value: bigint): string {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex').toString('base64url');
}
