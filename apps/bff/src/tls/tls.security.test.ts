import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { type RequestOptions, request } from 'node:https';
import { connect as connectTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectionOptions, connect } from 'node:tls';
import type { AppConfig } from '@quarterdeck/shared/bff-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { FakeApiServer } from '../test/fake-api-server.ts';
import { FakeClock } from '../test/fake-clock.ts';
import { freePort } from '../test/free-port.ts';
import { testCertificates } from '../test/test-certificates.ts';
import { TestServer } from '../test/test-server.ts';
import { makeSelfSigned } from './self-signed.ts';

const DAY = 24 * 3600 * 1000;
const KEY = Buffer.alloc(32, 5);
const PUBLIC = 'https://deck.example.com';
const OURS = { origin: PUBLIC, 'x-quarterdeck': '1', 'content-type': 'application/json' };

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

function ask(
  port: number,
  path: string,
  { body, ...options }: RequestOptions & { readonly body?: unknown } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        path,
        servername: 'deck.example.com',
        rejectUnauthorized: false,
        agent: false,
        ...options,
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
      },
    );
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** All that comes back for bytes on a plain connection. */
function say(port: number, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connectTcp(port, '127.0.0.1', () => socket.write(bytes, 'latin1'));
    let answer = '';
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      answer += chunk;
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer));
  });
}

/** The certificate that a new connection meets, or what went wrong. */
function meet(port: number, more: ConnectionOptions = {}): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', rejectUnauthorized: false, ...more, port }, () => {
      resolve(socket.getPeerX509Certificate()?.toString() ?? '');
      socket.destroy();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}
const pem = (text: string) => text.replaceAll(/\s/g, '');

describe('HTTPS of our own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quarterdeck-tls-'));
  // twenty days into a period: certificates of the one before have seventeen left
  const clock = new FakeClock((58 * 360 + 20) * DAY);
  let fake: FakeApiServer;
  let server: TestServer;
  let port: number;
  let portsPort: number;
  beforeAll(async () => {
    fake = await FakeApiServer.start();
    fake.users.set('good', 'jane');
    const web = join(folder, 'web');
    mkdirSync(web);
    writeFileSync(join(web, 'index.html'), '<html><head></head></html>');
    port = await freePort();
    portsPort = await freePort();
    server = await TestServer.start(fake, {
      env: {
        PORT: String(port),
        QUARTERDECK_PUBLIC_URL: PUBLIC,
        // wanted, and yet not with a certificate that vouches for itself
        QUARTERDECK_HSTS: '1',
        QUARTERDECK_TLS_DIR: join(folder, 'certificates'),
        QUARTERDECK_SESSION_KEY: KEY.toString('base64'),
        QUARTERDECK_WEB_ROOT: web,
        QUARTERDECK_PORTS_PORT: String(portsPort),
        QUARTERDECK_PORTS_URL: 'https://*.ports.example.org',
      },
      deps: { headersMs: 600, clock },
    });
  });
  afterAll(async () => {
    await server.close();
    await fake.close();
  });

  const signIn = () =>
    ask(port, '/api/clusters/fake/session', { method: 'POST', headers: OURS, body: { token: 'good' } });
  const cookies = ({ headers }: Answer) => (headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; ');

  it('begins with a self-signed certificate, which every replica of the key has, and never with HSTS', async () => {
    const replica = await makeSelfSigned(
      KEY,
      ['deck.example.com', '*.ports.example.org', '127.0.0.1', 'localhost', '::1'],
      clock.now(),
    );
    expect(pem(await meet(port))).toBe(pem(replica.cert));
    // opened ports, whose hosts it names as well
    expect(pem(await meet(portsPort))).toBe(pem(replica.cert));
    expect(await say(portsPort, 'GET / HTTP/1.1\r\nHost: x.ports.example.org\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    const { status, headers } = await ask(port, '/', { headers: { host: 'deck.example.com', accept: 'text/html' } });
    expect(status).toBe(200);
    expect(headers['strict-transport-security']).toBeUndefined();
    expect(headers['content-security-policy']).toContain('wss://deck.example.com');
  });

  it('is not ready where HSTS is asked for and the files have yet to come', async () => {
    const { status, body } = await ask(port, '/readyz');
    expect([status, body]).toEqual([503, 'no certificate yet']);
  });

  it('signs in with Secure cookies and opens sockets', async () => {
    const answer = await signIn();
    expect(answer.status).toBe(200);
    expect(answer.headers['set-cookie']?.[0]).toMatch(/^__Host-qd-.*; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
    const ws = new WebSocket(`wss://127.0.0.1:${port}/api/live`, {
      headers: { cookie: cookies(answer) },
      origin: PUBLIC,
      rejectUnauthorized: false,
    });
    await new Promise((resolve, reject) => ws.on('open', resolve).on('error', reject));
    ws.close();
    for (const origin of ['http://deck.example.com', 'https://deck.example.com:8443', `https://127.0.0.1:${port}`]) {
      const { status } = await ask(port, '/api/clusters/fake/session', {
        method: 'POST',
        headers: { ...OURS, origin },
      });
      expect(status).toBe(403);
    }
  });

  it('speaks TLS 1.2 and 1.3, nothing older, with or without a name, by http/1.1', async () => {
    // the client must be willing to: OpenSSL by itself is not any more
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    expect(await meet(port, old)).toMatch(/PROTOCOL_VERSION|ECONNRESET/);
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const)
      expect(await meet(port, { minVersion: version, maxVersion: version })).toContain('BEGIN CERTIFICATE');
    expect(await meet(port, { servername: 'someone.else.example' })).toContain('BEGIN CERTIFICATE');
    expect(await meet(port, { ALPNProtocols: ['http/1.1'] })).toContain('BEGIN CERTIFICATE');
  });

  it('sends a browser that speaks HTTP to the address of HTTPS, whatever host and path it names', async () => {
    const get = (path: string, host: string, more = 'Accept: text/html,*/*;q=0.8\r\n') =>
      say(port, `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n${more}\r\n`);
    expect(await get('/clusters/a?b=c', 'deck.example.com')).toMatch(
      /^HTTP\/1\.1 308 [\s\S]*\r\nlocation: https:\/\/deck\.example\.com\/clusters\/a\?b=c\r\n/i,
    );
    for (const [path, host] of [
      ['/x', 'evil.example'],
      ['/x', 'deck.example.com@evil.example'],
      ['//evil.example/x', 'deck.example.com'],
      ['http://evil.example/x', 'evil.example'],
    ] as const) {
      const answer = await get(path, host);
      expect(answer).toMatch(/^HTTP\/1\.1 308 [\s\S]*\r\nlocation: https:\/\/deck\.example\.com\/x?\r\n/i);
      expect(answer).not.toMatch(/set-cookie|strict-transport/i);
    }
    // who is no person is told, not sent in circles, and a probe does not pass
    for (const [path, more] of [
      ['/x', 'Accept: text/html\r\nX-Forwarded-For: 10.0.0.1\r\n'],
      ['/x', 'Accept: text/html\r\nVia: 1.1 proxy\r\n'],
      ['/healthz', 'Accept: text/html\r\n'],
      ['/x', ''],
      ['/x', 'Accept: */*\r\n'],
      ['/api/config', 'Accept: application/json\r\n'],
    ] as const)
      expect(await get(path, 'deck.example.com', more)).toMatch(/^HTTP\/1\.1 400 [\s\S]*QUARTERDECK_TLS=0/);
    expect(await get('/x', 'deck.example.com', 'Upgrade-Insecure-Requests: 1\r\n')).toMatch(/^HTTP\/1\.1 308 /);
    const before = fake.requests.length;
    const posted = await say(
      port,
      `POST /api/clusters/fake/session HTTP/1.1\r\nHost: deck.example.com\r\nOrigin: ${PUBLIC}\r\nX-Quarterdeck: 1\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n{"token":"good"}`,
    );
    expect(posted).toMatch(/^HTTP\/1\.1 400 /);
    const socket = await say(
      port,
      `GET /api/live HTTP/1.1\r\nHost: deck.example.com\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nOrigin: ${PUBLIC}\r\n\r\n`,
    );
    expect(socket).not.toContain('101');
    expect(fake.requests.length).toBe(before);
  });

  it('cuts who says nothing, half of a handshake, or what is neither TLS nor HTTP, and serves others meanwhile', async () => {
    const rest = Promise.all([
      ...Array.from({ length: 100 }, () => say(port, '')),
      ...Array.from({ length: 100 }, () => say(port, '\x16\x03\x01')),
      say(port, 'SSH-2.0-x\r\n'),
      say(port, '\x00'.repeat(5000)),
      say(port, `GET /${'a'.repeat(40_000)} HTTP/1.1\r\n`),
      // a header a while, for ever
      new Promise<void>((resolve) => {
        const socket = connectTcp(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\n'));
        const drip = setInterval(() => socket.write('X-a: b\r\n'), 50);
        socket.resume().on('error', () => {});
        socket.on('close', () => {
          clearInterval(drip);
          resolve();
        });
      }),
    ]);
    expect((await signIn()).status).toBe(200);
    const answers = await rest;
    expect(answers.slice(0, 100).every((answer) => answer === '')).toBe(true);
  });

  it('serves new files to new connections, while those that are open go on; HSTS comes with a proper certificate', async () => {
    const open = connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
    await new Promise((resolve) => open.once('secureConnect', resolve));
    mkdirSync(join(folder, 'certificates'));
    const put = (pair: { readonly cert: string; readonly key: string }) => {
      writeFileSync(join(folder, 'certificates', 'tls.crt'), pair.cert);
      writeFileSync(join(folder, 'certificates', 'tls.key'), pair.key);
    };
    const served = (cert: string) =>
      expect
        .poll(
          async () => {
            clock.advance(10_000);
            return pem(await meet(port));
          },
          { timeout: 20_000 },
        )
        .toBe(pem(cert));
    put(testCertificates.server);
    await served(testCertificates.server.cert);

    const answer = new Promise<string>((resolve) => open.once('data', (bytes: Buffer) => resolve(bytes.toString())));
    open.write('GET /healthz HTTP/1.1\r\nHost: deck.example.com\r\n\r\n');
    expect(await answer).toMatch(/^HTTP\/1\.1 200 /);
    open.destroy();

    const hsts = async (host: string) =>
      (await ask(port, '/', { headers: { host } })).headers['strict-transport-security'];
    expect(await hsts('deck.example.com')).toBe('max-age=31536000');
    expect((await ask(port, '/readyz')).status).toBe(200);
    for (const local of ['localhost:8443', 'x.localhost', '127.0.0.1', '[::1]:8443'])
      expect(await hsts(local)).toBeUndefined();

    // given, but vouched for by itself, and at its end
    const endsAt = async () => (JSON.parse((await ask(port, '/api/config')).body) as AppConfig).certificateEndsAt;
    expect(await endsAt()).toBeUndefined();
    const own = await makeSelfSigned(Buffer.alloc(32, 9), ['deck.example.com'], clock.now() - 30 * DAY);
    put(own);
    await served(own.cert);
    expect(await hsts('deck.example.com')).toBeUndefined();
    expect(await endsAt()).toBe(Math.floor(own.notAfter / 1000));
  });
});

it('a connection that says nothing does not hold up the end', async () => {
  const port = await freePort();
  const server = await TestServer.start(
    { url: 'http://127.0.0.1:1' },
    { env: { PORT: String(port), QUARTERDECK_TLS: '1' } },
  );
  const silent = [say(port, ''), say(port, 'GET / HTTP/1.1\r\n'), say(port, '\x16\x03\x01')];
  const shaken = connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
  const ended = new Promise((resolve) => shaken.on('error', () => {}).on('close', resolve));
  await new Promise((resolve) => shaken.once('secureConnect', resolve));
  // by then they are there
  expect(await meet(port)).toContain('BEGIN CERTIFICATE');
  await server.close(60_000);
  expect(await Promise.all(silent)).toEqual(['', '', '']);
  await ended;
});

it('nor does one over plain HTTP, or half a handshake at the opened ports', async () => {
  const [port, portsPort] = [await freePort(), await freePort()];
  const plain = await TestServer.start({ url: 'http://127.0.0.1:1' }, { env: { PORT: String(port) } });
  const secure = await TestServer.start(
    { url: 'http://127.0.0.1:1' },
    {
      env: {
        QUARTERDECK_TLS: '1',
        QUARTERDECK_PUBLIC_URL: PUBLIC,
        QUARTERDECK_PORTS_PORT: String(portsPort),
        QUARTERDECK_PORTS_URL: 'https://*.ports.example.org',
      },
    },
  );
  const silent = [say(port, ''), say(port, 'GET / HTTP/1.1\r\n'), say(portsPort, '\x16\x03\x01')];
  // by then they are there
  expect(await say(port, 'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toContain('200 OK');
  expect(await meet(portsPort)).toContain('BEGIN CERTIFICATE');
  await Promise.all([plain.close(60_000), secure.close(60_000)]);
  expect(await Promise.all(silent)).toEqual(['', '', '']);
});

it('a port that is taken is named by its setting', async () => {
  const port = await freePort();
  const fake = { url: 'http://127.0.0.1:1' };
  const first = await TestServer.start(fake, { env: { PORT: String(port) } });
  for (const variable of ['PORT', 'QUARTERDECK_PORTS_PORT', 'QUARTERDECK_METRICS_PORT'])
    await expect(TestServer.start(fake, { env: { [variable]: String(port) } })).rejects.toThrow(
      `${variable}: the port is taken by another program`,
    );
  await first.close();
});

describe('HSTS', () => {
  const fake = { url: 'http://127.0.0.1:1' };
  const header = async (env: Record<string, string>) => {
    const port = await freePort();
    const server = await TestServer.start(fake, {
      env: { PORT: String(port), QUARTERDECK_PUBLIC_URL: PUBLIC, ...env },
    });
    const answer = await say(port, 'GET /healthz HTTP/1.1\r\nHost: deck.example.com\r\nConnection: close\r\n\r\n');
    await server.close();
    expect(answer).toContain('200 OK');
    return /^strict-transport-security: (.*)\r$/im.exec(answer)?.[1];
  };

  it('lasts a week with a given certificate, when nobody has asked for more', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'quarterdeck-hsts-'));
    const port = await freePort();
    const max = async (env: Record<string, string>) => {
      const server = await TestServer.start(fake, {
        env: { PORT: String(port), QUARTERDECK_PUBLIC_URL: PUBLIC, QUARTERDECK_TLS_DIR: folder, ...env },
      });
      const { headers } = await ask(port, '/healthz', { headers: { host: 'deck.example.com' } });
      const ready = (await ask(port, '/readyz?verbose')).body;
      await server.close();
      return [headers['strict-transport-security'], /certificate .*/.exec(ready)?.[0]];
    };
    // an optional Secret that is not there: served, and ready
    expect(await max({})).toEqual([undefined, undefined]);
    writeFileSync(join(folder, 'tls.crt'), testCertificates.server.cert);
    writeFileSync(join(folder, 'tls.key'), testCertificates.server.key);
    expect(await max({})).toEqual(['max-age=604800', undefined]);
    expect(await max({ QUARTERDECK_HSTS: '1' })).toEqual(['max-age=31536000', 'certificate ok']);
    expect(await max({ QUARTERDECK_HSTS: '0' })).toEqual([undefined, undefined]);
  });

  it('is the proxy’s own, unless we are told to send it', async () => {
    expect(await header({})).toBeUndefined();
    expect(await header({ QUARTERDECK_HSTS: '0' })).toBeUndefined();
    expect(await header({ QUARTERDECK_HSTS: '1', QUARTERDECK_PUBLIC_URL: 'http://deck.example.com' })).toBeUndefined();
    expect(await header({ QUARTERDECK_HSTS: '1' })).toBe('max-age=31536000');
  });
});
