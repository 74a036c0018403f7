import { afterEach, beforeEach, expect, it } from 'vitest';
import { readConfig } from '../config.ts';
import { ConfigError } from '../config-error.ts';
import { FakeApiServer } from '../test/fake-api-server.ts';
import { testCertificates } from '../test/test-certificates.ts';
import { fakeCluster, problemCode, TestServer } from '../test/test-server.ts';

let fake: FakeApiServer;
beforeEach(async () => {
  fake = await FakeApiServer.start({ tls: true });
  fake.users.set('good', 'jane');
});
afterEach(() => fake.close());

it('a cluster that its authority has not certified is not spoken to, and not tried again without verification', async () => {
  // a certificate, and not of who signed the server's
  const ca = Buffer.from(testCertificates.client.cert);
  const server = await TestServer.start(fake, { clusters: [fakeCluster(fake, { ca })] });
  const response = await server.postSession({ token: 'good' });
  expect(response.status).toBe(502);
  expect(await problemCode(response)).toMatch(/^qd\.cluster\./);
  expect(fake.requests).toEqual([]);
  await server.close();
});

it('with the right authority it is', async () => {
  const server = await TestServer.start(fake);
  expect((await server.postSession({ token: 'good' })).status).toBe(200);
  await server.close();
});

it('the BFF does not start where verification is turned off for everything', () => {
  expect(() => readConfig({ NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toThrow(ConfigError);
});
