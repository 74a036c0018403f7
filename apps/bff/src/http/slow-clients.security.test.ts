import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeApiServer } from '../test/fake-api-server.ts';
import { TestServer } from '../test/test-server.ts';

describe('clients that take their time', () => {
  let fake: FakeApiServer;
  let server: TestServer;
  const sockets: Socket[] = [];
  beforeAll(async () => {
    fake = await FakeApiServer.start();
    fake.users.set('good', 'jane');
    server = await TestServer.start(fake, { deps: { headersMs: 400 } });
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    await server.close();
    await fake.close();
  });

  const { hostname, port } = { hostname: '127.0.0.1', port: () => Number(new URL(server.url).port) };
  const dial = () => {
    const socket = connect(port(), hostname);
    socket.on('error', () => {});
    sockets.push(socket);
    return socket;
  };

  it('a header a while, from hundreds at once: cut, and others are served meanwhile', async () => {
    const ends = Array.from({ length: 300 }, () => {
      const socket = dial();
      socket.write('GET /api/config HTTP/1.1\r\nHost: x\r\n');
      const drip = setInterval(() => socket.write('X-a: b\r\n'), 100);
      return new Promise<void>((resolve) => {
        socket.resume().on('close', () => {
          clearInterval(drip);
          resolve();
        });
      });
    });
    const cookie = await server.signIn('good');
    expect((await server.fetch('/api/clusters/fake/k8s/api/v1/pods', { cookie })).status).toBe(200);
    await Promise.all(ends);
  }, 60_000);

  it('headers without an end', async () => {
    const answer = await server.raw(`GET /api/config HTTP/1.1\r\nHost: x\r\n${'X-a: b\r\n'.repeat(40_000)}`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
  });

  it('bodies nested and long where a small one is read', async () => {
    const post = (body: string) =>
      server.fetch('/api/clusters/fake/session', {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
      });
    for (const body of [
      '['.repeat(50_000),
      `{"token":${'['.repeat(9000)}${']'.repeat(9000)}}`,
      '{"__proto__":{"polluted":1}}',
    ])
      expect((await post(body)).status).toBe(400);
    expect((await post(JSON.stringify({ token: 'x'.repeat(4 * 1024 * 1024) }))).status).toBe(413);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});
