import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FakeApiServer } from '../test/fake-api-server.ts';
import { TestServer } from '../test/test-server.ts';

/**
 * GHSA-c534-2w9c-x7fm and relatives, on the wire: whatever bytes stand where the target does, the API server is asked for a path that no
 * parser reads in another way, below the roots that are passed on, once and with the person's credential; or it is not asked at all.
 */
let fake: FakeApiServer;
let server: TestServer;
let cookie: string;
beforeAll(async () => {
  fake = await FakeApiServer.start();
  fake.users.set('good', 'jane');
  server = await TestServer.start(fake);
  cookie = await server.signIn('good');
});
afterAll(async () => {
  await server.close();
  await fake.close();
});

function ask(target: Buffer): Promise<string> {
  const { port, host } = new URL(server.url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.write('GET ');
      socket.write(target);
      socket.write(` HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`);
    });
    let answer = '';
    socket.setEncoding('latin1').on('data', (text: string) => {
      answer += text;
    });
    socket.on('error', () => {}).on('close', () => resolve(answer));
    // bytes that are half a request leave the server waiting for the rest
    socket.setTimeout(2000, () => socket.destroy());
  });
}

const PREFIX = '/api/clusters/fake/k8s';
const piece = fc.constantFrom(
  ...['..', '.', '%2e', '%2E%2e', '%252e', '/', '//', '%2f', '%5c', '\\', ';', '?', '#', '%00', '%0d%0a', '\t', '@'],
  ...['api', 'apis', 'v1', 'pods', 'secrets', 'namespaces', 'kube-system', ':', '%3A', '%c0%ae', '%uff0e', 'é', '%'],
);
const bytes = fc
  .uint8Array({ minLength: 1, maxLength: 40 })
  // a space or a line's end is the end of the target: another request than the one that is meant
  .map((array) => Buffer.from(array.map((byte) => (byte === 32 || byte === 10 || byte === 13 ? 47 : byte))));
const target = fc
  .tuple(
    fc.constantFrom(PREFIX, `${PREFIX}/api/v1/`, `${PREFIX}/apis/`, '', 'http://evil.example', '//evil.example'),
    fc.oneof(
      fc.array(piece, { maxLength: 10 }).map((pieces) => Buffer.from(pieces.join(''))),
      bytes,
    ),
  )
  .map(([start, rest]) => Buffer.concat([Buffer.from(start), rest]));

it('targets by raw sockets (property)', { timeout: 120_000 }, async () => {
  let passed = 0;
  await fc.assert(
    fc.asyncProperty(target, async (asked) => {
      fake.requests.length = 0;
      const answer = await ask(asked);
      expect(fake.requests.length).toBeLessThanOrEqual(1);
      const [request] = fake.requests;
      if (!request) {
        expect(answer).not.toContain('"kind":"Echo"');
        return;
      }
      passed += 1;
      const [path = ''] = request.target.split('?', 1);
      expect(path).toMatch(/^\/(?:apis?|openapi|version|livez|readyz|healthz)(?:\/|$)/);
      const url = new URL(request.target, 'https://upstream.example');
      expect(url.origin + url.pathname).toBe(`https://upstream.example${path}`);
      // rebuilt from its segments: each says what it said
      const [askedPath = ''] = asked.toString('latin1').split('?', 1);
      const segments = (text: string) => text.split('/').map(decodeURIComponent);
      expect(segments(path)).toEqual(segments(askedPath.slice(PREFIX.length)));
      expect(request.headers.authorization).toBe('Bearer good');
      expect(request.headers.host).toBe(new URL(fake.url).host);
    }),
    { numRuns: 400, examples: [[Buffer.from(`${PREFIX}/api/v1/pods`)]] },
  );
  expect(passed).toBeGreaterThan(0);
});
