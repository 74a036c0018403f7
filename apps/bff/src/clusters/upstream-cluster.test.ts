import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { FakeApiServer, json } from '../test/fake-api-server.ts';
import { certificateUser, fakeCluster } from '../test/test-server.ts';
import type { PageSocket } from './cluster.ts';
import { readJson } from './read-body.ts';
import { UpstreamCluster } from './upstream-cluster.ts';

const bearer = { kind: 'bearer', token: 'good' } as const;
const withCode = (code: string) => expect.objectContaining({ problem: expect.objectContaining({ code }) });

describe('a cluster over HTTP', () => {
  let fake: FakeApiServer;
  let cluster: UpstreamCluster;
  beforeEach(async () => {
    fake = await FakeApiServer.start({ tls: true });
    fake.users.set('good', 'jane');
    cluster = new UpstreamCluster(fakeCluster(fake, { localUser: certificateUser }), '1.2.3');
  });
  afterEach(async () => {
    await cluster.close();
    await fake.close();
  });
  const get = (path = '/api', more: object = {}) => cluster.request(bearer, { method: 'GET', path, ...more });

  it('keeps a base path of the server', async () => {
    const behind = new UpstreamCluster(fakeCluster({ url: `${fake.url}/k8s/clusters/c-1/` }), '1');
    await readJson((await behind.request(bearer, { method: 'GET', path: '/api/v1' })).body);
    expect(fake.requests[0]?.target).toBe('/k8s/clusters/c-1/api/v1');
    await behind.close();
  });

  it('reports what is asked of the API server, and nothing of the pages behind it', async () => {
    const seen: (number | null)[] = [];
    const measured = new UpstreamCluster(fakeCluster(fake), '1', ({ status }) => seen.push(status));
    const path = '/api/v1/namespaces/ns/pods/web:80/proxy';
    await readJson((await measured.request(bearer, { method: 'GET', path: '/api' })).body);
    (await measured.request(bearer, { method: 'GET', path, page: '/index.html' })).body.destroy();
    expect(seen).toEqual([200]);
    await measured.close();
  });

  it('gives up when no headers come, at the time asked for', async () => {
    fake.answer = () => {};
    await expect(get('/api', { headersTimeoutMs: 30 })).rejects.toEqual(withCode('qd.cluster.timeout'));
  });

  it('rejects with the caller’s own reason when the caller gives up', async () => {
    fake.answer = () => {};
    const controller = new AbortController();
    const pending = get('/api', { signal: controller.signal });
    controller.abort();
    await expect(pending).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('asks once more when a kept connection turns out closed, for reads alone', async () => {
    let cuts = 0;
    fake.answer = (_request, response) => {
      cuts += 1;
      if (cuts === 1) response.destroy();
      else json(response, 200, { ok: true });
    };
    expect(await readJson((await get()).body)).toEqual({ ok: true });
    cuts = 0;
    await expect(cluster.request(bearer, { method: 'POST', path: '/api', body: '{}' })).rejects.toEqual(
      withCode('qd.cluster.unreachable'),
    );
    expect(cuts).toBe(1);
  });

  it('survives an answer that is destroyed unread', async () => {
    const response = await get();
    const closed = new Promise<void>((resolve) => response.body.on('close', resolve));
    response.body.destroy();
    await closed;
  });

  it('has no local user unless configured', async () => {
    const plain = new UpstreamCluster(fakeCluster(fake), '1');
    await expect(plain.request({ kind: 'local-user' }, { method: 'GET', path: '/api' })).rejects.toEqual(
      withCode('qd.session.required'),
    );
    expect(fake.requests).toEqual([]);
    await plain.close();
  });

  it('says so when the local user’s credential cannot be obtained', async () => {
    const localUser = { ...certificateUser, authenticate: () => Promise.reject(new Error('canary')) };
    const broken = new UpstreamCluster(fakeCluster(fake, { localUser }), '1');
    await expect(broken.request({ kind: 'local-user' }, { method: 'GET', path: '/api' })).rejects.toEqual(
      withCode('qd.session.plugin-failed'),
    );
    await broken.close();
  });

  it('opens a socket after the server has switched, with the token and no certificate', async () => {
    const server = new WebSocketServer({ noServer: true, handleProtocols: () => 'v5.channel.k8s.io' });
    fake.upgrade = (request, socket, head) =>
      server.handleUpgrade(request, socket, head, (ws) => ws.on('message', (data) => ws.send(`echo ${data}`)));
    const path = '/api/v1/namespaces/a/pods/b/exec?command=sh&stdin=true';
    const socket = await cluster.openSocket(bearer, path, ['v5.channel.k8s.io', 'v4.channel.k8s.io']);
    expect(socket.protocol).toBe('v5.channel.k8s.io');
    const answer = once(socket, 'message');
    expect(socket.isPaused).toBe(true);
    socket.resume();
    socket.send('hi');
    expect(String((await answer)[0])).toBe('echo hi');
    expect(fake.requests[0]).toMatchObject({ target: path, clientCertificate: null });
    expect(fake.requests[0]?.headers).toMatchObject({
      authorization: 'Bearer good',
      'user-agent': 'quarterdeck/1.2.3',
    });
    socket.terminate();
  });

  it.each([
    ['exec over TLS', {}, undefined, false],
    ['a page of a pod, whose bytes go on in the clear behind the API server', {}, { path: '/ws', headers: {} }, true],
    ['a server that nobody has proven', { insecure: true }, undefined, true],
  ])('%s: are frames masked?', async (_what, settings, page, masked) => {
    const pod = '/api/v1/namespaces/a/pods/b';
    const other = new UpstreamCluster(fakeCluster(fake, settings), '1');
    expect(await sentMask(other, page ? `${pod}/proxy` : `${pod}/exec?command=sh`, page)).toEqual(masked);
    await other.close();
  });

  it('frames in the clear are masked', async () => {
    const plain = await FakeApiServer.start();
    const other = new UpstreamCluster(fakeCluster(plain), '1');
    expect(await sentMask(other, '/api/v1/namespaces/a/pods/b/exec?command=sh', undefined, plain)).toBe(true);
    await other.close();
    await plain.close();
  });

  /** Whether a frame of ours is masked by a key other than 0; that it has a key it must always say. */
  async function sentMask(by: UpstreamCluster, path: string, page?: PageSocket, server = fake): Promise<boolean> {
    const first = new Promise<Buffer>((resolve) => {
      server.upgrade = (request, socket) => {
        const key = request.headers['sec-websocket-key'];
        const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
        socket.on('data', resolve);
        socket.write(
          `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
        );
      };
    });
    const socket = await by.openSocket(bearer, path, [], page);
    socket.send(Buffer.from('twelve bytes'));
    const frame = await first;
    expect([frame[0], frame[1]]).toEqual([0x82, 0x80 | 12]);
    const key = frame.subarray(2, 6);
    const bytes = frame.subarray(6).map((byte, at) => byte ^ (key[at % 4] ?? 0));
    expect(Buffer.from(bytes).toString()).toBe('twelve bytes');
    socket.terminate();
    return key.some((byte) => byte !== 0);
  }

  it('speaks as another identity in requests and in sockets alike (OPS-197)', async () => {
    const server = new WebSocketServer({ noServer: true });
    fake.upgrade = (request, socket, head) => server.handleUpgrade(request, socket, head, () => {});
    const credential = { ...bearer, as: { user: 'joe', groups: ['dev', 'ops'] } };
    const expected = { 'impersonate-user': 'joe', 'impersonate-group': 'dev, ops', authorization: 'Bearer good' };
    await readJson((await cluster.request(credential, { method: 'GET', path: '/api' })).body);
    expect(fake.requests.at(-1)?.headers).toMatchObject(expected);
    const socket = await cluster.openSocket(credential, '/api/v1/namespaces/a/pods/b/exec?command=sh', []);
    expect(fake.requests.at(-1)?.headers).toMatchObject(expected);
    socket.terminate();
  });

  it.each([
    [403, '{"kind":"Status","reason":"Forbidden","message":"no exec for you"}', 'qd.api.forbidden', 'no exec for you'],
    [500, 'container not running', 'qd.api.internal', 'container not running'],
    [200, '{}', 'qd.api.failed', undefined],
    [302, '', 'qd.api.failed', undefined],
  ])(
    'turns the answer %i to an upgrade into a problem and drops the connection',
    async (code, body, expected, detail) => {
      fake.upgrade = (_request, socket) =>
        socket.write(
          `HTTP/1.1 ${code} X\r\nLocation: https://evil.example/\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
        );
      const failure = await cluster
        .openSocket(bearer, '/api/v1/x', ['v4.channel.k8s.io'])
        .catch((error: unknown) => error);
      expect(failure).toEqual(withCode(expected));
      if (detail) expect(failure).toMatchObject({ problem: { detail } });
      // CVE-2018-1002105: nothing may go on using it
      await vi.waitFor(() => expect(fake.connections).toBe(0));
    },
  );

  it('refuses a path that our own code built from a hostile name', async () => {
    const path = '/api/v1/namespaces/../secrets';
    await expect(get(path)).rejects.toEqual(withCode('qd.request.path-refused'));
    await expect(cluster.openSocket(bearer, path, [])).rejects.toEqual(withCode('qd.request.path-refused'));
    expect(fake.requests).toEqual([]);
  });
});
