import type { ServerResponse } from 'node:http';
import type { LogDownloadRequest } from '@quarterdeck/shared/log-protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeApiServer, json, status } from '../test/fake-api-server.ts';
import { problemCode, TestServer } from '../test/test-server.ts';

const podNamed = (name: string, more: object = {}) => ({
  metadata: { name, namespace: 'ns', uid: `uid-of-${name}`, creationTimestamp: '2026-11-21T10:00:00Z' },
  spec: { restartPolicy: 'Always', containers: [{ name: 'main' }] },
  status: {
    phase: 'Running',
    containerStatuses: [{ name: 'main', restartCount: 0, state: { running: {} }, ...more }],
  },
});
const stamped = (second: number, text: string) => `2026-11-21T12:00:${second}.5Z ${text}\n`;

let api: FakeApiServer;
let server: TestServer;
let cookie: string;
let pods: object[];
let logs: Record<string, string | Buffer | ((response: ServerResponse) => void)>;

beforeEach(async () => {
  api = await FakeApiServer.start();
  api.users.set('good', 'jane');
  pods = [podNamed('a'), podNamed('b')];
  logs = { a: stamped(10, 'a1') + stamped(30, 'a2'), b: stamped(20, 'b1') };
  api.answer = (_request, response, { target }) => {
    const [, name = '', log] = /\/pods\/([^/?]+)(\/log)?/.exec(target) ?? [];
    const previous = target.includes('previous=true') ? `${name}-previous` : name;
    const text = logs[previous];
    if (name === '') json(response, 200, { kind: 'PodList', metadata: { resourceVersion: '1' }, items: pods });
    else if (!log) json(response, 200, pods[0] ?? {});
    else if (typeof text === 'function') text(response);
    else if (text === undefined)
      status(response, 400, 'BadRequest', `previous terminated container "main" in pod "${name}" not found`);
    else response.end(text);
  };
  server = await TestServer.start(api);
  cookie = await server.signIn('good');
  api.requests.length = 0;
});

afterEach(async () => {
  await server.close();
  await api.close();
});

const wish = (more: Partial<LogDownloadRequest> = {}): object => ({
  sources: [{ namespace: 'ns', labelSelector: 'app=x' }],
  instances: 'current',
  timestamps: false,
  names: false,
  ...more,
});
const address = (request: unknown) =>
  `/api/clusters/fake/logs/download?request=${encodeURIComponent(typeof request === 'string' ? request : JSON.stringify(request))}`;
const download = (request: unknown, init: RequestInit = {}) => server.fetch(address(request), { cookie, ...init });

describe('everything of the logs, downloaded', () => {
  it('is merged by time, as a file', async () => {
    const response = await download(wish({ timestamps: true, names: true }));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe('attachment');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.text()).toBe(
      [
        '2026-11-21T12:00:10.5Z a/main a1',
        '2026-11-21T12:00:20.5Z b/main b1',
        '2026-11-21T12:00:30.5Z a/main a2',
        '',
      ].join('\n'),
    );
  });

  it('keeps bytes that are no text as they are', async () => {
    const bytes = Buffer.from([0, 0xff, 0xc3, 0x28, 0x1b, 0x5d, 0x35, 0x32]);
    logs = { a: Buffer.concat([Buffer.from('2026-11-21T12:00:10Z '), bytes, Buffer.from('\n')]), b: '' };
    const response = await download(wish());
    expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.concat([bytes, Buffer.from('\n')]));
  });

  it('has the instance before in front, and says where it restarted', async () => {
    pods = [podNamed('a', { restartCount: 2, lastState: { terminated: { exitCode: 1, reason: 'Error' } } })];
    logs = { a: stamped(40, 'new'), 'a-previous': stamped(10, 'old') };
    const response = await download(wish({ instances: 'both' }));
    expect(await response.text()).toBe('old\n# a/main: restarted after exit code 1 (Error)\nnew\n');
  });

  it('says what it could not read, and is a refusal when that is all', async () => {
    logs['b'] = (response) => status(response, 403, 'Forbidden', 'pods "b" is forbidden');
    const half = await (await download(wish())).text();
    expect(half).toContain('a1\na2\n');
    expect(half).toMatch(/# b\/main: .*forbidden/);
    expect(half).toMatch(/# not everything is here: .*forbidden\n$/);
    logs['a'] = logs['b'];
    const none = await download(wish({ sources: [{ namespace: 'ns', pod: 'b', container: 'main' }] }));
    expect([none.status, none.headers.get('content-disposition')]).toEqual([403, null]);
    expect(await problemCode(none)).toBe('qd.api.forbidden');
  });

  it('says beforehand whether there will be one, and what is against it', async () => {
    const looked = async (more: Partial<LogDownloadRequest> = {}) => {
      const answer = await download(wish({ look: true, ...more }));
      const text = await answer.text();
      return [answer.status, answer.headers.get('content-disposition'), text === '' ? '' : JSON.parse(text).code];
    };
    expect(await looked()).toEqual([204, null, '']);
    logs['b'] = (response) => status(response, 403, 'Forbidden', 'pods "b" is forbidden');
    expect(await looked()).toEqual([204, null, '']);
    const sources = [{ namespace: 'ns', pod: 'b', container: 'main' }];
    expect(await looked({ sources })).toEqual([403, null, 'qd.api.forbidden']);
    logs['b'] = '';
    expect(await looked({ sources })).toEqual([204, null, '']);
    // it holds nothing back: no more logs are open than before
    for (let n = 0; n < 30; n += 1) expect(await looked()).toEqual([204, null, '']);
    expect(
      await (await download(wish({ sources: [{ ...sources[0], pod: 'a' } as (typeof sources)[0]] }))).text(),
    ).toContain('a1');
  });

  it('reads no faster than the browser takes, and ends upstream with it', async () => {
    let written = 0;
    let closed = false;
    const line = Buffer.from(`2026-11-21T12:00:10Z ${'x'.repeat(1000)}\n`.repeat(64));
    logs = {
      a: (response) => {
        response.on('close', () => {
          closed = true;
        });
        const fill = (): void => {
          while (!response.destroyed && written < 1e9) {
            written += line.length;
            if (!response.write(line)) break;
          }
          response.once('drain', fill);
        };
        fill();
      },
    };
    pods = [podNamed('a')];
    const abort = new AbortController();
    const response = await download(wish(), { signal: abort.signal });
    const reader = response.body?.getReader();
    await reader?.read();
    let before = -1;
    await vi.waitFor(
      () => {
        const still = before === written;
        before = written;
        expect(still).toBe(true);
      },
      { interval: 100, timeout: 5000 },
    );
    expect(written).toBeLessThan(64 * 1024 * 1024);
    abort.abort();
    await vi.waitFor(() => expect(closed).toBe(true));
  });
});

describe('a download is refused', () => {
  it('without a session, from another origin, and for what is no request; nothing is asked upstream', async () => {
    const refused = async (response: Promise<Response>) => {
      const answer = await response;
      return [answer.status, await problemCode(answer)];
    };
    expect(await refused(download(wish(), { headers: { cookie: '' } }))).toEqual([401, 'qd.session.required']);
    for (const site of ['cross-site', 'same-site'])
      expect(await refused(download(wish(), { headers: { 'sec-fetch-site': site } }))).toEqual([
        403,
        'qd.request.cross-origin',
      ]);
    expect(await refused(download(wish(), { headers: { origin: 'https://evil.example' } }))).toEqual([
      403,
      'qd.request.cross-origin',
    ]);
    const container = { namespace: 'ns', pod: 'a', container: 'main' };
    const wrong = [
      '',
      '{',
      'null',
      wish({ sources: [] }),
      wish({ sources: Array.from({ length: 101 }, () => container) }),
      wish({ sources: [{ ...container, pod: '..' }] }),
      wish({ sources: [{ ...container, pod: 'a/../../secrets/x' }] }),
      wish({ sources: [{ ...container, namespace: 'ns?watch=1' }] }),
      wish({ sources: [{ namespace: '../kube-system', labelSelector: 'a=b' }] }),
      wish({ sources: [{ namespace: 'ns', labelSelector: 'x'.repeat(5000) }] }),
      wish({ tailLines: -1 }),
      { ...wish(), instances: 'all' },
      { ...wish(), timestamps: 'yes' },
      { ...wish(), look: 'yes' },
      { ...wish(), sources: [{ namespace: 'ns', pod: 7, container: 'main', containers: 'x' }] },
    ];
    for (const request of wrong) expect(await refused(download(request))).toEqual([400, 'qd.request.invalid']);
    const twice = `${address(wish())}&request=${encodeURIComponent(JSON.stringify(wish()))}`;
    expect(await refused(server.fetch(twice, { cookie }))).toEqual([400, 'qd.request.invalid']);
    expect((await server.fetch(address(wish()), { cookie, method: 'POST' })).status).toBe(404);
    expect(api.requests.filter(({ target }) => target.includes('/pods'))).toEqual([]);
  });

  it('a selector stays one parameter', async () => {
    await (await download(wish({ sources: [{ namespace: 'ns', labelSelector: 'a=b&watch=1#x' }] }))).text();
    const asked = api.requests
      .map(({ target }) => new URL(target, 'http://x'))
      .filter(({ pathname }) => pathname.endsWith('/pods'));
    expect(asked.map(({ searchParams }) => searchParams.get('labelSelector'))).toContain('a=b&watch=1#x');
    expect(asked.every(({ pathname }) => pathname === '/api/v1/namespaces/ns/pods')).toBe(true);
  });

  it('when the session ends while it runs: the file is cut, not completed', async () => {
    pods = [podNamed('a')];
    logs = { a: (response) => void response.write(stamped(10, 'x').repeat(1000)) };
    const response = await download(wish());
    const reader = response.body?.getReader();
    await reader?.read();
    const gone = server.fetch('/api/clusters/fake/session', { method: 'DELETE', cookie });
    const rest = async () => {
      for (;;) if ((await reader?.read())?.done) return 'completed';
    };
    await expect(rest()).rejects.toThrow();
    expect((await gone).status).toBeLessThan(300);
  });
});
