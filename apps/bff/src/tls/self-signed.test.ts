import { createPublicKey, verify, X509Certificate } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { connect, createServer as createTlsServer } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { deriveKey } from './derived-key.ts';
import { makeSelfSigned, nextSelfSigned } from './self-signed.ts';

const SECRET = Buffer.alloc(32, 7);
const NAMES = ['deck.example.com', '*.ports.example.org', '192.0.2.7', '2001:db8::1', 'localhost'];
const NOW = Date.parse('2026-11-22T06:00:00Z');
const DAY = 24 * 3600 * 1000;

describe('the self-signed certificate', () => {
  it('is one that browsers let a person through: names, servers only, no authority, at most 397 days', async () => {
    const made = await makeSelfSigned(SECRET, NAMES, NOW);
    const leaf = new X509Certificate(made.cert);
    expect(made).toMatchObject({ source: 'self-signed', isSelfSigned: true });
    expect(leaf.subjectAltName).toBe(
      'DNS:deck.example.com, DNS:*.ports.example.org, IP Address:192.0.2.7, IP Address:2001:DB8:0:0:0:0:0:1, DNS:localhost',
    );
    expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    expect(leaf.ca).toBe(false);
    expect(made.notBefore).toBeLessThan(NOW);
    expect(made.notAfter - made.notBefore).toBeLessThan(397 * DAY);
    // X.509 has it positive and of twenty bytes at most
    expect(leaf.serialNumber).toMatch(/^[4][0-9A-F]{31}$/);
    expect(leaf.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
  });

  it('is the same on every replica and after every start, and another one for other names or another secret', async () => {
    const [first, replica, names, secret] = await Promise.all([
      makeSelfSigned(SECRET, NAMES, NOW),
      makeSelfSigned(Buffer.from(SECRET), [...NAMES], NOW + DAY),
      makeSelfSigned(SECRET, NAMES.slice(1), NOW),
      makeSelfSigned(Buffer.alloc(32, 8), NAMES, NOW),
    ]);
    expect(replica).toEqual(first);
    expect(names.key).toBe(first.key);
    const serials = [first, names, secret].map(({ cert }) => new X509Certificate(cert).serialNumber);
    // Firefox has no way past two certificates of one issuer and serial number
    expect(new Set(serials).size).toBe(3);
    expect(secret.key).not.toBe(first.key);
    expect(new X509Certificate(secret.cert).issuer).not.toBe(new X509Certificate(first.cert).issuer);
  });

  it('is made anew long before it ends', async () => {
    const next = nextSelfSigned(NOW);
    const [last, after] = await Promise.all([
      makeSelfSigned(SECRET, NAMES, next - 1),
      makeSelfSigned(SECRET, NAMES, next),
    ]);
    expect(last.notAfter - next).toBeGreaterThan(30 * DAY);
    expect(after.notBefore).toBeLessThan(next);
    expect(after.cert).not.toBe(last.cert);
    expect(nextSelfSigned(next)).toBeGreaterThan(next);
  });

  it('satisfies a client that trusts it, by each of its names, and by no other', async () => {
    const { cert, key } = await makeSelfSigned(SECRET, NAMES, Date.now());
    const server = createTlsServer({ cert, key }, (socket) => socket.end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const fault = (servername: string) =>
      new Promise<string>((resolve) => {
        const socket = connect({ port, host: '127.0.0.1', servername, ca: cert }, () => {
          resolve('');
          socket.destroy();
        });
        socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
      });
    expect(await fault('deck.example.com')).toBe('');
    expect(await fault('x.ports.example.org')).toBe('');
    expect(await fault('other.example.com')).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('a key that follows from a secret', () => {
  it('signs the same each time, as its public key can tell, and differs for every purpose', () => {
    const one = deriveKey(SECRET, 'one');
    const message = Buffer.from('message');
    const signature = one.sign(message);
    expect(deriveKey(Buffer.from(SECRET), 'one').sign(message)).toEqual(signature);
    const key = createPublicKey(one.privateKey);
    expect(verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true);
    expect(verify('sha256', Buffer.from('other'), { key, dsaEncoding: 'ieee-p1363' }, signature)).toBe(false);
    expect(deriveKey(SECRET, 'two').publicJwk.x).not.toBe(one.publicJwk.x);
  });
});
