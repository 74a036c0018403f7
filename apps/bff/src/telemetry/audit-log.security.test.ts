import type { PortVisit } from '@quarterdeck/shared/ports-protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeApiServer, json, status } from '../test/fake-api-server.ts';
import { Browser } from '../test/stream-browser.ts';
import { TestServer } from '../test/test-server.ts';

const CANARY = 'c4n4ry-0f-s3cr3ts';
const at = { namespace: 'ns', pod: 'web', container: 'main' };

let fake: FakeApiServer;
let server: TestServer;
let browser: Browser;
let allowed: boolean;
const lines: Record<string, unknown>[] = [];

beforeEach(async () => {
  allowed = true;
  fake = await FakeApiServer.start();
  fake.users.set(`token-${CANARY}`, 'jane');
  fake.upgrade = (request, socket, head) => browser.kubelet(request, socket, head);
  server = await TestServer.start(fake, {
    env: { QUARTERDECK_PORTS_PORT: '0' },
    deps: { audit: (line) => lines.push(JSON.parse(line) as Record<string, unknown>) },
  });
  browser = await Browser.signIn(server, `token-${CANARY}`);
  fake.answer = (request, response) => {
    if (request.url?.includes('/selfsubjectaccessreviews')) json(response, 201, { status: { allowed } });
    else
      json(response, request.method === 'POST' ? 201 : 200, { metadata: { name: 'made', namespace: 'ns', uid: 'u' } });
  };
  fake.review = (response) => json(response, 201, { kind: 'SelfSubjectAccessReview', status: { allowed } });
  lines.length = 0;
});

afterEach(async () => {
  expect(JSON.stringify(lines)).not.toContain(CANARY);
  expect(JSON.stringify(lines)).not.toContain(btoa(CANARY));
  for (const line of lines) expect(line).toMatchObject({ time: expect.any(String), cluster: 'fake', user: 'jane' });
  browser.close();
  await server.close();
  await fake.close();
});

const noted = () => lines.map(({ audit, result }) => `${String(audit)} ${String(result)}`);
const until = (...expected: string[]) =>
  vi.waitFor(() => expect(noted()).toEqual(expected), { interval: 5, timeout: 5000 });
const send = (method: string, path: string) =>
  server.fetch(`/api/clusters/fake/k8s${path}`, {
    method,
    cookie: browser.cookie,
    ...(method === 'GET' ? {} : { body: JSON.stringify({ data: { password: CANARY } }) }),
    headers: { 'content-type': 'application/json' },
  });

describe('the audit log says who wrote what', () => {
  it('of every method that writes, with the answer', async () => {
    await send('POST', '/api/v1/namespaces/ns/secrets');
    await send('PUT', '/api/v1/namespaces/ns/secrets/a?fieldManager=x');
    fake.answer = (_request, response) => status(response, 403, 'Forbidden', `not you, ${CANARY}`);
    await send('DELETE', '/api/v1/namespaces/ns/secrets/a');
    fake.answer = (_request, response) => status(response, 409, 'Conflict', 'changed');
    await send('PATCH', '/api/v1/namespaces/ns/secrets/a');
    fake.answer = (_request, response) => response.destroy();
    await send('POST', '/api/v1/namespaces/ns/secrets');
    await until('write ok', 'write ok', 'write refused', 'write failed', 'write failed');
    expect(lines[1]).toMatchObject({ method: 'PUT', path: '/api/v1/namespaces/ns/secrets/a', status: 200 });
    expect(lines[1]?.['account']).toMatch(/^[\w-]{16}$/);
    expect(lines[1]?.['address']).toMatch(/127\.0\.0\.1/);
    expect(lines[4]?.['reason']).toMatch(/^qd\./);
  });

  it('not of reading, of asking and of trying', async () => {
    await send('GET', '/api/v1/namespaces/ns/secrets');
    await send('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews');
    await send('POST', '/apis/authorization.k8s.io/v1/namespaces/ns/localsubjectaccessreviews');
    await send('PATCH', '/api/v1/namespaces/ns/secrets/a?dryRun=All');
    // the body's options win over those of the address: this deletes
    await send('DELETE', '/api/v1/namespaces/ns/secrets/a?dryRun=All');
    await until('write ok');
  });

  it('and as whom', async () => {
    fake.review = undefined;
    const viewAs = await server.fetch('/api/clusters/fake/session/view-as', {
      method: 'PUT',
      cookie: browser.cookie,
      body: JSON.stringify({ user: 'bob', groups: ['qa'] }),
      headers: { 'content-type': 'application/json' },
    });
    expect(viewAs.status).toBe(200);
    const cookie = viewAs.headers.getSetCookie().map((line) => line.split(';', 1)[0]);
    await server.fetch('/api/clusters/fake/k8s/api/v1/namespaces/ns/pods/a', {
      method: 'DELETE',
      cookie: cookie.filter((each) => !each?.endsWith('=')).join('; '),
    });
    await until('view-as ok', 'write ok');
    expect(lines[1]).toMatchObject({ user: 'jane', as: 'bob', groups: 'qa' });
  });
});

describe('the audit log says who ran what where', () => {
  it('and from where, with the id that the API server has of it', async () => {
    await browser.open('terminal', { ...at, command: ['sh'], cols: 80, rows: 24 });
    await browser.open('run', { command: ['sh'], targets: [at], timeoutSeconds: 5 });
    await vi.waitFor(() => expect(noted().toSorted()).toEqual(['exec ok', 'run ok']));
    for (const { request, address } of lines) {
      expect(request).toMatch(/^[0-9a-f-]{36}$/);
      expect(String(address)).toContain('127.0.0.1');
      const ids = fake.requests.map(({ headers }) => String(headers['audit-id']));
      // a number behind it: a right is asked for, then the command is run
      expect(ids).toEqual(expect.arrayContaining([request, `${request}.2`]));
    }
  });

  it('in a terminal, from its begin to its end; the program, and never its arguments', async () => {
    const socket = await browser.open('terminal', { ...at, command: ['mysql', `-p${CANARY}`], cols: 80, rows: 24 });
    await until('exec ok');
    expect(lines[0]).toMatchObject({ ...at, program: 'mysql' });
    socket.send(JSON.stringify({ type: 'end' }));
    await until('exec ok', 'exec-end ok');
  });

  it('that was refused', async () => {
    allowed = false;
    await browser.open('terminal', { ...at, command: null, cols: 80, rows: 24 });
    await browser.open('terminal', { ...at, command: null, cols: 80, rows: 24, mode: 'attach' });
    await browser.open('run', { command: ['sh', '-c', CANARY], targets: [at], timeoutSeconds: 5 });
    await vi.waitFor(() => expect(noted().toSorted()).toEqual(['attach refused', 'exec refused', 'run refused']));
    for (const line of lines) expect(line['reason']).toBe('qd.api.forbidden');
  });

  it('in many containers without a terminal', async () => {
    await browser.open('run', {
      command: ['sh', '-c', CANARY],
      targets: [at, { ...at, pod: 'web-2' }],
      timeoutSeconds: 5,
    });
    await until('run ok', 'run ok');
    const told = () => lines.map(({ pod, program }) => `${pod} ${program}`).toSorted();
    expect(told()).toEqual(['web sh', 'web-2 sh']);
    lines.length = 0;
    browser.close();
    await until('run-end ok', 'run-end ok');
    expect(told()).toEqual(['web sh', 'web-2 sh']);
  });

  it('by browsing, fetching and storing files', async () => {
    const path = '/api/clusters/fake/files/ns/web/main';
    allowed = false;
    await server.fetch(`${path}/list?path=/etc`, { cookie: browser.cookie });
    await server.fetch(`${path}/upload?path=/etc/x`, {
      method: 'PUT',
      body: CANARY,
      cookie: browser.cookie,
      headers: { 'content-type': 'application/octet-stream' },
    });
    await until('files.list refused', 'files.upload refused');
    expect(lines[1]).toMatchObject({ ...at, path: '/etc/x' });
  });

  it('through opened ports, and in pods that are thrown away', async () => {
    const post = (path: string, body: object) =>
      server.fetch(`/api/clusters/fake/${path}`, {
        method: 'POST',
        cookie: browser.cookie,
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      });
    const port = { namespace: 'ns', resource: 'pods', name: 'web', port: 8080, scheme: 'http' };
    await post('ports', port);
    allowed = false;
    await post('ports', port);
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'x' },
      spec: { restartPolicy: 'Never', containers: [{ name: 'x', image: 'busybox', args: [CANARY] }] },
    };
    expect((await post('throw-away', { namespace: 'ns', pod })).status).toBe(201);
    fake.answer = (_request, response) => status(response, 403, 'Forbidden', 'no');
    await post('throw-away', { namespace: 'ns', pod });
    await until('ports.open ok', 'ports.open refused', 'throw-away ok', 'throw-away refused');
    expect(lines[0]).toMatchObject({ namespace: 'ns', name: 'web', port: 8080 });
  });

  it('through ports until they are stopped, or their session ends', async () => {
    const open = async () => {
      const answer = await server.fetch('/api/clusters/fake/ports', {
        method: 'POST',
        cookie: browser.cookie,
        body: JSON.stringify({ namespace: 'ns', resource: 'pods', name: 'web', port: 8080, scheme: 'http' }),
        headers: { 'content-type': 'application/json' },
      });
      return ((await answer.json()) as PortVisit).port.id;
    };
    const id = await open();
    await server.fetch(`/api/clusters/fake/ports/${id}`, { method: 'DELETE', cookie: browser.cookie });
    await open();
    await server.fetch('/api/clusters/fake/session', { method: 'DELETE', cookie: browser.cookie });
    await vi.waitFor(() => expect(noted()).toContain('sign-out ok'), { interval: 5, timeout: 5000 });
    expect(noted().filter((line) => line !== 'sign-out ok')).toEqual([
      'ports.open ok',
      'ports.stop ok',
      'ports.open ok',
      'ports.stop ok',
    ]);
    const stopped = lines.filter(({ audit }) => audit === 'ports.stop');
    for (const line of stopped) expect(line).toMatchObject({ namespace: 'ns', name: 'web', port: 8080 });
    for (const { request } of stopped) expect(request).toMatch(/^[0-9a-f-]{36}$/);
  });
});

it('is apart from the log, one line of JSON an event, whatever a name holds', async () => {
  const written: string[] = [];
  const hostile = await TestServer.start(fake, { deps: { audit: (line) => written.push(line) } });
  fake.review = undefined;
  fake.users.set('bad', 'eve\n{"audit":"sign-in","user":"admin"}');
  await hostile.signIn('bad');
  expect(written).toHaveLength(1);
  expect(written[0]?.trimEnd()).not.toContain('\n');
  await hostile.close();
});
