import { afterAll, beforeAll, expect, it } from 'vitest';
import { FakeApiServer } from '../test/fake-api-server.ts';
import { fakeCluster, problemCode, TestServer } from '../test/test-server.ts';

let fake: FakeApiServer;
let server: TestServer;
beforeAll(async () => {
  fake = await FakeApiServer.start();
  fake.users.set('good', 'jane');
  const base = fakeCluster(fake);
  server = await TestServer.start(fake, {
    clusters: [base, { ...base, name: 'other', server: new URL('https://10.0.0.1:6443/base/') }],
    env: { QUARTERDECK_NAMESPACES: 'shop, other=till' },
  });
});
afterAll(async () => {
  await server.close();
  await fake.close();
});

it('tells the signed-in person where the cluster is, and nobody’s credential', async () => {
  const cookie = await server.signIn('good');
  const answer = await (await server.fetch('/api/clusters/fake/connection', { cookie })).json();
  expect(Object.keys(answer as object).sort()).toEqual(['certificateAuthority', 'server']);
  expect(answer).toMatchObject({ server: fake.url });
  expect(Buffer.from((answer as { certificateAuthority: string }).certificateAuthority, 'base64').toString()).toContain(
    'BEGIN CERTIFICATE',
  );
});

it.each(['fake', 'other', '__proto__'])('tells nothing of %s without a session there', async (name) => {
  const answer = await server.fetch(`/api/clusters/${name}/connection`);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(await problemCode(answer)).toMatch(/^qd\.(?:session\.required|cluster\.unknown)$/);
});

it('tells a session of the namespaces that are configured for its cluster, and only it', async () => {
  const cookie = await server.signIn('good');
  expect(await (await server.fetch('/api/clusters/fake/session', { cookie })).json()).toMatchObject({
    namespaces: ['shop'],
  });
  expect(await (await server.fetch('/api/config')).text()).not.toContain('shop');
});
