import { createPrivateKey, hkdfSync, type KeyObject } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';

/** Bytes that a key is made of: more than it has, so that none is likelier than another (FIPS 186-5, A.2.1). */
const SEED_BYTES = 48;

export interface DerivedKey {
  readonly privateKey: KeyObject;
  /** in WebCrypto's form, to be read by name */
  readonly publicJwk: { readonly kty: 'EC'; readonly crv: 'P-256'; readonly x: string; readonly y: string };
  /** Signs a message by ECDSA with SHA-256: the same message has the same signature each time (RFC 6979). */
  sign(message: Uint8Array): Uint8Array;
}

/** A key of P-256 that follows from a secret and a purpose. */
export function deriveKey(secret: Buffer, purpose: string): DerivedKey {
  const seed = new Uint8Array(hkdfSync('sha256', secret, '', purpose, SEED_BYTES));
  const scalar = p256.utils.randomSecretKey(seed);
  const point = Buffer.from(p256.getPublicKey(scalar, false));
  const publicJwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  } as const;
  const d = Buffer.from(scalar).toString('base64url');
  return {
    privateKey: createPrivateKey({ format: 'jwk', key: { ...publicJwk, d } }),
    publicJwk,
    sign: (message) => p256.sign(message, scalar),
  };
}

/** WebCrypto as it is, but for signatures, which `sign` makes: its own of ECDSA are different each time. */
export function cryptoThatSigns(sign: DerivedKey['sign']): Crypto {
  const own = <T extends object>(target: T, name: string | symbol): unknown => {
    const value: unknown = Reflect.get(target, name, target);
    return typeof value === 'function' ? value.bind(target) : value;
  };
  const signature = async (_algorithm: unknown, _key: unknown, message: ArrayBuffer) =>
    Uint8Array.from(sign(new Uint8Array(message))).buffer;
  const subtle = new Proxy(globalThis.crypto.subtle, {
    get: (target, name) => (name === 'sign' ? signature : own(target, name)),
  });
  return new Proxy(globalThis.crypto, { get: (target, name) => (name === 'subtle' ? subtle : own(target, name)) });
}
