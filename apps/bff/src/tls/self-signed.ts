// @peculiar/x509 finds its parts by it
import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { type Certificate, readCertificate } from './certificate.ts';
import { cryptoThatSigns, deriveKey } from './derived-key.ts';

const DAY_MS = 24 * 3600 * 1000;
/** A new one begins each time this is over; counted from the epoch, so that every replica changes at the same moment. */
const PERIOD_MS = 360 * DAY_MS;
/** What browsers accept at most, less a second. The last days of a period are not the last of its certificate. */
const VALID_MS = 397 * DAY_MS - 1000;
const CLOCK_SKEW_MS = 3600 * 1000;
const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/**
 * A certificate that vouches for itself, such that every browser lets a person go on: the names and addresses it is reached by (browsers
 * look at nothing else), for servers only, no authority, not valid for longer than they take, and never the serial number of another one,
 * which Firefox would not forgive. It follows from the secret, the names and the time alone: replicas of one secret serve the same.
 */
export async function makeSelfSigned(secret: Buffer, names: readonly string[], now: number): Promise<Certificate> {
  const { privateKey, publicJwk, sign } = deriveKey(secret, 'quarterdeck self-signed certificate 1');
  const period = Math.floor(now / PERIOD_MS);
  const notBefore = period * PERIOD_MS - CLOCK_SKEW_MS;
  const crypto = cryptoThatSigns(sign);
  const keys = {
    privateKey: await crypto.subtle.importKey('jwk', privateKey.export({ format: 'jwk' }), ECDSA, false, ['sign']),
    publicKey: await crypto.subtle.importKey('jwk', publicJwk, ECDSA, true, ['verify']),
  };
  const serial = createHash('sha256')
    .update(JSON.stringify([publicJwk.x, names, period]))
    .digest('hex')
    .slice(0, 32);
  const whose = createHash('sha256').update(publicJwk.x).digest('hex').slice(0, 12);
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      // a positive number of sixteen bytes
      serialNumber: `4${serial.slice(1)}`,
      name: [{ CN: ['Quarterdeck, self-signed'] }, { OU: [whose] }],
      notBefore: new Date(notBefore),
      notAfter: new Date(notBefore + VALID_MS),
      signingAlgorithm: ECDSA,
      keys,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
        new SubjectAlternativeNameExtension(
          names.map((value) => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value })),
        ),
      ],
    },
    crypto,
  );
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return readCertificate(certificate.toString('pem'), pem, 'self-signed');
}

/** When the next period begins: epoch milliseconds. */
export function nextSelfSigned(now: number): number {
  return (Math.floor(now / PERIOD_MS) + 1) * PERIOD_MS;
}
