import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeApiServer, json, status } from '../test/fake-api-server.ts';
import { TestServer } from '../test/test-server.ts';
import { createLog } from './log.ts';

const jwt = [{ alg: 'none' }, { sub: 'canary-subject' }, 'canary'].map((part) =>
  Buffer.from(JSON.stringify(part)).toString('base64url'),
);
const CANARY = jwt.join('.');

describe('credentials in logs and answers', () => {
  let fake: FakeApiServer;
  let server: TestServer;
  const lines: string[] = [];
  const bodies: string[] = [];
  beforeAll(async () => {
    fake = await FakeApiServer.start();
    server = await TestServer.start(fake, { onLog: (line) => lines.push(line) });
  });
  afterAll(async () => {
    await server.close();
    await fake.close();
  });

  it('never holds a token, in whole or sealed, at the loudest level', async () => {
    const keep = async (response: Response) => bodies.push(await response.text());
    await keep(await server.postSession({ token: CANARY }));
    fake.users.set(CANARY, 'jane');
    const cookie = await server.signIn(CANARY);
    await keep(await server.fetch('/api/clusters/fake/session', { cookie }));
    await keep(await server.fetch(`/api/clusters/fake/k8s/api/v1/pods?labelSelector=${CANARY}`, { cookie }));
    await keep(await server.fetch(`/api/clusters/fake/k8s/api/v1/pods?token=${CANARY}`, { cookie }));
    await keep(await server.fetch(`/api/clusters/fake/k8s/nothing`, { cookie }));
    fake.answer = (_request, response) => status(response, 500, 'InternalError', 'broken');
    await keep(await server.fetch('/api/clusters/fake/k8s/api/v1/pods', { cookie }));
    fake.answer = (_request, response) => response.destroy();
    await keep(await server.fetch('/api/clusters/fake/k8s/api/v1/pods', { cookie }));
    fake.review = (response) => json(response, 200, {});
    await keep(await server.postSession({ token: CANARY }));
    expect(lines.length).toBeGreaterThan(6);
    expect(bodies.length).toBe(8);
    const all = [...lines, ...bodies.filter((body) => !body.includes('"kind":"Echo"'))].join('\n');
    const sealed = cookie.split('=')[1] ?? '';
    for (const secret of [CANARY, jwt[1] ?? '', jwt[2] ?? '', btoa(CANARY), sealed.slice(0, 60)])
      expect(all).not.toContain(secret);
  });

  it('logs the path without its query', () => {
    const requests = lines.map((line) => JSON.parse(line) as { req?: { path: string } }).filter(({ req }) => req);
    expect(requests.map(({ req }) => req?.path)).toContain('/api/clusters/fake/k8s/api/v1/pods');
    expect(lines.join()).not.toContain('labelSelector');
  });
});

describe('the log', () => {
  it.each([
    ['by name', { token: 'canary' }],
    ['inside', { session: { credential: { token: 'canary' } } }],
    ['in headers', { request: { headers: { authorization: 'canary', cookie: 'canary' } } }],
    ['in an error', { err: new Error(`GET failed with Bearer c-a-n-a-r-y and ${CANARY}`) }],
    ['in a text', { detail: `token ${CANARY}` }],
  ])('removes credentials %s', (_name, fields) => {
    let line = '';
    createLog('info', { write: (text) => (line += text) }).info(fields, 'something');
    expect(line).toContain('[redacted]');
    expect(line.replaceAll('canary.security', '')).not.toMatch(/c-?a-?n-?a-?r-?y/);
    expect(line).not.toContain(CANARY);
    expect(() => JSON.parse(line)).not.toThrow();
  });
});
