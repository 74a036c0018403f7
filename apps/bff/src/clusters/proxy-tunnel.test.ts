import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FakeApiServer } from '../test/fake-api-server.ts';
import { fakeCluster } from '../test/test-server.ts';
import { readJson } from './read-body.ts';
import { UpstreamCluster } from './upstream-cluster.ts';

const CREDENTIAL = { kind: 'bearer', token: 't' } as const;

/** kubeconfig's proxy-url: requests and sockets go through it, TLS is with the API server. */
describe('a cluster behind a proxy', () => {
  let fake: FakeApiServer;
  const closing: (() => void)[] = [];
  beforeAll(async () => {
    fake = await FakeApiServer.start({ tls: true });
    fake.users.set('t', 'jane');
  });
  afterAll(() => fake.close());
  afterEach(() => {
    for (const close of closing.splice(0)) close();
  });

  async function listen(server: Server): Promise<number> {
    const sockets = new Set<Socket>();
    server.on('connection', (socket: Socket) => sockets.add(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    return (server.address() as AddressInfo).port;
  }

  function join(a: Socket, b: Socket): void {
    a.on('error', () => b.destroy()).pipe(b);
    b.on('error', () => a.destroy()).pipe(a);
  }

  async function connectProxy(answer = 200) {
    const seen: string[] = [];
    const server = createServer();
    server.on('connect', (request: IncomingMessage, socket: Socket) => {
      seen.push(`${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim());
      if (answer !== 200) {
        socket.end(`HTTP/1.1 ${answer} No\r\nContent-Length: 0\r\n\r\n`);
        return;
      }
      const [host = '', port] = (request.url ?? '').split(':');
      const onward = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        join(socket, onward);
      });
    });
    return { port: await listen(server), seen };
  }

  async function socksProxy() {
    const seen: string[] = [];
    const server = createTcpServer((socket) => {
      socket.once('data', (greeting) => {
        seen.push(greeting.toString('hex'));
        socket.write(Buffer.from([5, 0]));
        socket.once('data', (request) => {
          const length = request[4] ?? 0;
          const host = request.subarray(5, 5 + length).toString();
          const port = request.readUInt16BE(5 + length);
          seen.push(`${host}:${port}`);
          const onward = connect(port, host, () => {
            socket.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 80]));
            join(socket, onward);
          });
        });
      });
    });
    return { port: await listen(server), seen };
  }

  const cluster = (proxy: string) => {
    const made = new UpstreamCluster(fakeCluster(fake, { proxy: new URL(proxy) }), 'test');
    closing.push(() => void made.close());
    return made;
  };
  const target = () => new URL(fake.url).host;

  it('goes through CONNECT, with the proxy’s own password', async () => {
    const proxy = await connectProxy();
    const upstream = cluster(`http://me:p%20w@127.0.0.1:${proxy.port}`);
    const answer = await upstream.request(CREDENTIAL, { method: 'GET', path: '/api/v1/pods' });
    expect(await readJson(answer.body)).toMatchObject({ kind: 'Echo' });
    expect(proxy.seen).toEqual([`${target()} Basic ${Buffer.from('me:p w').toString('base64')}`]);
    expect(fake.requests.at(-1)?.headers).not.toHaveProperty('proxy-authorization');
  });

  it('goes through SOCKS5, which looks the name up', async () => {
    const proxy = await socksProxy();
    const answer = await cluster(`socks5://127.0.0.1:${proxy.port}`).request(CREDENTIAL, {
      method: 'GET',
      path: '/version',
    });
    expect(answer.status).toBe(200);
    answer.body.destroy();
    expect(proxy.seen).toEqual(['050100', target()]);
  });

  it('opens WebSockets through it', async () => {
    fake.upgrade = (request, socket) => {
      const accept = createHash('sha1')
        .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
        .digest('base64');
      socket.write(
        `HTTP/1.1 101 x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\nSec-WebSocket-Protocol: v4.channel.k8s.io\r\n\r\n`,
      );
    };
    for (const [scheme, proxy] of [
      ['http', await connectProxy()],
      ['socks5', await socksProxy()],
    ] as const) {
      const socket = await cluster(`${scheme}://127.0.0.1:${proxy.port}`).openSocket(
        CREDENTIAL,
        '/api/v1/namespaces/a/pods/b/exec',
        ['v4.channel.k8s.io'],
      );
      expect(proxy.seen.at(-1)).toBe(target());
      socket.terminate();
    }
  });

  it('says that the cluster cannot be reached when the proxy refuses, is gone, or says nothing sensible', async () => {
    const refusing = await connectProxy(407);
    const gone = await listen(createTcpServer((socket) => socket.end()));
    for (const url of [`http://127.0.0.1:${refusing.port}`, `socks5://127.0.0.1:${gone}`, 'http://127.0.0.1:1'])
      await expect(cluster(url).request(CREDENTIAL, { method: 'GET', path: '/version' })).rejects.toMatchObject({
        problem: { code: 'qd.cluster.unreachable' },
      });
  });
});
