import type { LookupAddress } from 'node:dns';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakeApiServer } from '../test/fake-api-server.ts';
import { testCertificates } from '../test/test-certificates.ts';
import { problemCode, TestServer } from '../test/test-server.ts';
import { isAllowedHost } from './allowed-hosts.ts';
import { isPublicAddress } from './public-address.ts';

const MANIFEST = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a} # words stay\n';

describe('an address that is not public', () => {
  it.each([
    '127.0.0.1',
    '127.9.9.9',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '100.100.100.200',
    '168.63.129.16',
    '192.0.0.192',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '240.0.0.1',
    '::1',
    '::',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::ffff:7f00:1',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::a00:1',
    '2002:7f00:1::',
    '2001::1',
    '2001:db8::1',
    'fe80::1',
    'fe80::1%eth0',
    '2606:4700::1%eth0',
    'fec0::1',
    'fd00:ec2::254',
    'fc00::1',
    'ff02::1',
    '100::1',
    '3fff::1',
    'localhost',
    '',
    '0x7f.1',
    '2130706433',
  ])('%s is refused', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(['8.8.8.8', '1.1.1.1', '140.82.121.4', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111', '2a00:1450::1'])(
    '%s is public',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );
});

it.each([
  [['*'], 'any.example', true],
  [[], 'any.example', false],
  [['a.example'], 'A.EXAMPLE.', true],
  [['a.example'], 'b.a.example', false],
  [['*.a.example'], 'b.a.example', true],
  [['*.a.example'], 'a.example', false],
  [['*.a.example'], 'evila.example', false],
  [['a.example'], 'a.example.evil', false],
] as const)('the list %j and the host %s: %s', (allowed, host, is) => {
  expect(isAllowedHost(allowed, host)).toBe(is);
});

/** OPS-062, and what somebody could make of it. */
describe('POST …/fetch-url', () => {
  type Answer = (request: IncomingMessage, response: ServerResponse) => void;
  let fake: FakeApiServer;
  let server: TestServer;
  let site: Server;
  let origin: string;
  let port: string;
  let cookie: string;
  let answer: Answer;
  const seen: IncomingMessage[] = [];
  const asked: string[] = [];
  let names: (host: string) => readonly string[] | Promise<readonly string[]>;

  // the site is on loopback, which is let through for these tests alone; everything else is judged as ever
  const isPublic = (address: string) => address === '127.0.0.1' || isPublicAddress(address);
  const resolve = async (host: string): Promise<LookupAddress[]> => {
    asked.push(host);
    return (await names(host)).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  };

  beforeAll(async () => {
    fake = await FakeApiServer.start();
    fake.users.set('good', 'jane');
    site = createServer(testCertificates.server, (request, response) => {
      seen.push(request);
      answer(request, response);
    });
    await new Promise<void>((done) => site.listen(0, '127.0.0.1', done));
    port = String((site.address() as AddressInfo).port);
    origin = `https://localhost:${port}`;
    server = await TestServer.start(fake, {
      deps: {
        fetch: {
          resolve,
          isPublic,
          ports: ['', '443', port],
          ca: testCertificates.authority,
          maxBytes: 1000,
          timeoutMs: 400,
        },
      },
    });
    cookie = await server.signIn('good');
  });
  afterAll(async () => {
    site.closeAllConnections();
    site.close();
    await server.close();
    await fake.close();
  });
  beforeEach(() => {
    seen.length = 0;
    asked.length = 0;
    names = () => ['127.0.0.1'];
    answer = (_request, response) => {
      response.setHeader('content-type', 'text/plain; charset=utf-8');
      response.end(MANIFEST);
    };
  });

  const post = (url: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    server.fetch('/api/clusters/fake/fetch-url', {
      method: 'POST',
      cookie,
      body: JSON.stringify({ url }),
      headers: { 'content-type': 'application/json', ...headers },
    });
  const code = async (url: unknown) => problemCode(await post(url));
  const redirect =
    (to: string, status = 302): Answer =>
    (_request, response) => {
      response.writeHead(status, { location: to });
      response.end();
    };

  it('gives the text as it is, and sends nothing of the person', async () => {
    const response = await post(`${origin}/deploy/all.yaml?raw=1`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ url: `${origin}/deploy/all.yaml?raw=1`, text: MANIFEST });
    expect(seen[0]?.url).toBe('/deploy/all.yaml?raw=1');
    expect(Object.keys(seen[0]?.headers ?? {}).sort()).toEqual([
      'accept',
      'accept-encoding',
      'connection',
      'host',
      'user-agent',
    ]);
  });

  it.each([
    'http://localhost/a',
    'ftp://localhost/a',
    'file:///etc/passwd',
    'gopher://localhost/',
    'data:text/plain,a',
    'javascript:alert(1)',
    '//localhost/a',
    'localhost',
    'https://user:secret@localhost/a',
    'https://user@localhost/a',
    'https://localhost:8443/a',
    'https://localhost:6443/api',
    'https://',
  ])('%s is no address to fetch', async (url) => {
    expect(await code(url)).toBe('qd.fetch.url-refused');
    expect([asked, seen]).toEqual([[], []]);
  });

  it.each([
    'https://10.0.0.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://2852039166/latest',
    'https://0xa9fea9fe/',
    'https://0251.0376.0251.0376/',
    'https://10.1/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://[64:ff9b::a00:1]/',
    'https://[fd00:ec2::254]/',
    'https://①0.0.0.1/',
    'https://１０.0.0.1/',
  ])('%s is a private address, however it is written', async (url) => {
    const found = await code(url);
    expect(['qd.fetch.address-refused', 'qd.fetch.url-refused']).toContain(found);
    expect([asked, seen]).toEqual([[], []]);
  });

  it('a name that leads to a private address is refused, even when another of its addresses is public', async () => {
    for (const addresses of [['10.0.0.1'], ['8.8.8.8', '169.254.169.254'], ['::ffff:127.0.0.1'], ['fe80::1%lo']]) {
      names = () => addresses;
      expect(await code('https://inside.example/')).toBe('qd.fetch.address-refused');
    }
    names = () => [];
    expect(await code('https://nowhere.example/')).toBe('qd.fetch.unreachable');
  });

  it('a name is resolved once: what it says later changes nothing (DNS rebinding)', async () => {
    // the second answer would be refused, or lead elsewhere
    names = () => (asked.length === 1 ? ['127.0.0.1'] : ['10.0.0.1']);
    expect((await post(`${origin}/a`)).status).toBe(200);
    expect(asked).toEqual(['localhost']);
  });

  it('the certificate is that of the name, and of an authority that is trusted', async () => {
    expect(await code(`https://elsewhere.example:${port}/`)).toBe('qd.fetch.unreachable');
    expect(seen).toEqual([]);
  });

  it('each redirect is checked from the start', async () => {
    for (const [to, expected] of [
      ['https://169.254.169.254/latest', 'qd.fetch.address-refused'],
      ['https://[::1]/', 'qd.fetch.address-refused'],
      [`http://localhost:${port}/`, 'qd.fetch.url-refused'],
      ['https://a:b@localhost/', 'qd.fetch.url-refused'],
      ['file:///etc/passwd', 'qd.fetch.url-refused'],
      ['//localhost:22/', 'qd.fetch.url-refused'],
    ] as const) {
      answer = redirect(to);
      expect([to, await code(`${origin}/a`)]).toEqual([to, expected]);
    }
    names = (host) => (host === 'inside.example' ? ['10.0.0.7'] : ['127.0.0.1']);
    answer = redirect('https://inside.example/');
    expect(await code(`${origin}/a`)).toBe('qd.fetch.address-refused');
  });

  it('follows five redirects and no more; each hop is resolved anew', async () => {
    let left = 5;
    answer = (request, response) => {
      if (left === 0) return response.end(MANIFEST);
      left -= 1;
      return redirect(`/hop-${left}`, 301)(request, response);
    };
    expect(await (await post(`${origin}/a`)).json()).toMatchObject({ url: `${origin}/hop-0` });
    expect(asked).toHaveLength(6);
    answer = redirect('/again', 308);
    expect(await code(`${origin}/a`)).toBe('qd.fetch.bad-answer');
  });

  it('a huge body ends at the limit, announced or not', async () => {
    answer = (_request, response) => {
      response.setHeader('content-length', '5000');
      response.end('a'.repeat(5000));
    };
    expect(await code(`${origin}/a`)).toBe('qd.fetch.too-large');
    let closed: Promise<void> | undefined;
    answer = (_request, response) => {
      closed = new Promise((done) => response.once('close', done));
      const pour = (): void => {
        while (!response.destroyed && response.write('a'.repeat(500)));
        response.once('drain', pour);
      };
      pour();
    };
    expect(await code(`${origin}/a`)).toBe('qd.fetch.too-large');
    await closed;
  });

  it('a slow server is given up: before its headers, within its body, and while its name is looked up', async () => {
    answer = () => {};
    expect(await code(`${origin}/a`)).toBe('qd.fetch.timeout');
    answer = (_request, response) => void response.write('a: ');
    expect(await code(`${origin}/a`)).toBe('qd.fetch.timeout');
    names = () => new Promise(() => {});
    expect(await code(`${origin}/a`)).toBe('qd.fetch.timeout');
  });

  it('nothing is unpacked', async () => {
    answer = (_request, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.setHeader('content-type', 'text/plain');
      response.end(gzipSync('0'.repeat(1_000_000)).subarray(0, 900));
    };
    expect(await code(`${origin}/a`)).toBe('qd.fetch.not-text');
  });

  it('what is no text is refused: a web page, an image, bytes', async () => {
    for (const [type, body] of [
      ['text/html; charset=utf-8', '<html>'],
      ['image/png', 'x'],
      ['text/plain', Buffer.from([0x61, 0, 0x62])],
      ['text/plain', Buffer.from([0xff, 0xfe, 0x61])],
    ] as const) {
      answer = (_request, response) => {
        response.setHeader('content-type', type);
        response.end(body);
      };
      expect([type, await code(`${origin}/a`)]).toEqual([type, 'qd.fetch.not-text']);
    }
    for (const type of ['application/yaml', 'application/octet-stream', 'application/x-yaml', 'text/yaml']) {
      answer = (_request, response) => {
        response.setHeader('content-type', type);
        response.end(MANIFEST);
      };
      expect((await post(`${origin}/a`)).status).toBe(200);
    }
  });

  it('an error of the server is told, not shown', async () => {
    answer = (_request, response) => {
      response.statusCode = 403;
      response.end('secret words');
    };
    const response = await post(`${origin}/a`);
    const text = await response.text();
    expect(response.status).toBe(502);
    expect(JSON.parse(text)).toMatchObject({ code: 'qd.fetch.bad-answer', params: { host: 'localhost', status: 403 } });
    expect(text).not.toContain('secret');
  });

  it('takes an address and nothing else', async () => {
    for (const url of [undefined, 1, '', [origin], { href: origin }, 'x'.repeat(3000)])
      expect(await code(url)).toBe('qd.request.invalid');
    const large = await server.fetch('/api/clusters/fake/fetch-url', {
      method: 'POST',
      cookie,
      body: JSON.stringify({ url: origin, more: 'x'.repeat(20_000) }),
      headers: { 'content-type': 'application/json' },
    });
    expect(await problemCode(large)).toBe('qd.request.too-large');
    expect((await post(origin, { 'content-type': 'text/plain' })).status).toBe(400);
    expect((await server.fetch('/api/clusters/fake/fetch-url', { cookie })).status).toBe(404);
  });

  it('another page cannot ask, nor can somebody without a session', async () => {
    expect((await post(origin, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await post(origin, { 'x-quarterdeck': '0' })).status).toBe(403);
    expect((await post(origin, { cookie: '' })).status).toBe(401);
    expect(seen).toEqual([]);
  });

  it('one session fetches two at a time', async () => {
    answer = () => {};
    const codes = await Promise.all([1, 2, 3].map(() => code(`${origin}/a`)));
    expect(codes.sort()).toEqual(['qd.fetch.timeout', 'qd.fetch.timeout', 'qd.request.too-many']);
  });

  it('is off when the operator says so, and keeps to the list', async () => {
    for (const [fetchHosts, expected] of [
      [[], 'qd.fetch.off'],
      [['raw.example.com'], 'qd.fetch.host-refused'],
    ] as const) {
      const other = await TestServer.start(fake, { config: { fetchHosts } });
      const own = await other.signIn('good');
      const response = await other.fetch('/api/clusters/fake/fetch-url', {
        method: 'POST',
        cookie: own,
        body: JSON.stringify({ url: 'https://localhost/a' }),
        headers: { 'content-type': 'application/json' },
      });
      expect(await problemCode(response)).toBe(expected);
      expect(await (await other.fetch('/api/config')).json()).toMatchObject({ fetchUrl: fetchHosts.length > 0 });
      await other.close();
    }
  });
});
