import type { FileListing } from '@quarterdeck/shared/files-protocol';
import { unpackTar } from 'modern-tar';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type DemoCluster, startDemoCluster } from '../../../../packages/demo-cluster/src/start-demo-cluster.ts';
import { problemCode, TestServer } from '../test/test-server.ts';

/** The demo's containers answer the tools that files are looked at by. */
let demo: DemoCluster;
let server: TestServer;
let cookie: string;
let web: string;

beforeAll(async () => {
  demo = await startDemoCluster();
  const settings = {
    name: 'demo',
    server: new URL(demo.url),
    ca: Buffer.from(demo.caPem),
    insecure: false,
    localUser: null,
  };
  server = await TestServer.start(demo, { clusters: [settings] });
  cookie = await server.signIn(demo.logins.find(({ id }) => id === 'admin')?.token ?? '', 'demo');
  const pod = await vi.waitFor(() => {
    const found = demo.store.list({ group: '', resource: 'pods' }, 'shop').find(({ metadata, ...rest }) => {
      const { status } = rest as { status?: { phase?: string } };
      return metadata.name.startsWith('frontend-') && status?.phase === 'Running';
    });
    if (!found) throw new Error('no pod yet');
    return found;
  });
  const { containers } = pod['spec'] as { containers: { name: string }[] };
  web = `shop/${pod.metadata.name}/${containers[0]?.name}`;
});
afterAll(async () => {
  await server.close();
  await demo.close();
});

const get = (what: string, path: string) =>
  server.fetch(`/api/clusters/demo/files/${web}/${what}?${new URLSearchParams({ path })}`, { cookie });
const put = (path: string, body: string, more: object = {}) =>
  server.fetch(`/api/clusters/demo/files/${web}/upload?${new URLSearchParams({ path, ...more })}`, {
    method: 'PUT',
    cookie,
    body,
    headers: { 'content-type': 'application/octet-stream' },
  });

it('a file goes up, is listed, shown and comes down again', { timeout: 30_000 }, async () => {
  expect((await (await get('list', '/')).json()) as FileListing).toMatchObject({ tool: 'find' });
  const { entries } = (await (await get('list', '/etc')).json()) as FileListing;
  expect(entries.find(({ name }) => name === 'passwd')).toMatchObject({ type: 'file', owner: 'root' });
  for (const name of ['plain.txt', "it's a $(name)", '中文'])
    expect((await put(`/tmp/up/${name}`, `content of ${name}`, { parents: '1' })).status, name).toBe(200);
  const listed = (await (await get('list', '/tmp/up')).json()) as FileListing;
  expect(listed.entries.map(({ name }) => name).sort()).toEqual(["it's a $(name)", 'plain.txt', '中文'].sort());
  expect(await (await get('text', "/tmp/up/it's a $(name)")).text()).toBe("content of it's a $(name)");
  expect(await problemCode(await put('/tmp/up/plain.txt', 'x'))).toBe('qd.files.exists');
  expect((await put('/tmp/up/plain.txt', 'new', { overwrite: '1' })).status).toBe(200);
  expect(await (await get('file', '/tmp/up/plain.txt')).text()).toBe('new');
  const archive = await unpackTar(new Uint8Array(await (await get('folder', '/tmp/up')).arrayBuffer()));
  expect(archive.map(({ header }) => header.name)).toContain('up/中文');
  expect(await problemCode(await get('list', '/nowhere'))).toBe('qd.files.not-found');
  expect(await problemCode(await get('list', '/etc/passwd'))).toBe('qd.files.not-a-directory');
  expect(await problemCode(await get('file', '/nowhere'))).toBe('qd.files.not-found');
});
