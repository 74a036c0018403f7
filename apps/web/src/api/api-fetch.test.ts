// @vitest-environment jsdom
import { ProblemError, problem } from '@quarterdeck/shared/problem';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { apiFetch, k8sJson, onSessionOver, tellAccounts } from './api-fetch.ts';
import { noticePerson } from './person-activity.ts';

const network = vi.fn<typeof fetch>();
beforeEach(() => vi.stubGlobal('fetch', network));
afterEach(() => {
  vi.unstubAllGlobals();
  network.mockReset();
});

function answer(status: number, body: unknown, type = 'application/json'): void {
  network.mockResolvedValueOnce(
    new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers: { 'content-type': type } }),
  );
}

async function problemOf(promise: Promise<unknown>) {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ProblemError)) throw new Error(`not a ProblemError: ${error}`);
  return error.problem;
}

describe('apiFetch', () => {
  it('marks each request as ours and reaches the API server under its cluster', async () => {
    answer(200, { kind: 'PodList' });
    expect(await k8sJson('kind/dev', '/api/v1/pods')).toEqual({ kind: 'PodList' });
    const [path, init] = network.mock.calls[0] ?? [];
    expect(path).toBe('/api/clusters/kind%2Fdev/k8s/api/v1/pods');
    const headers = new Headers(init?.headers);
    expect(headers.get('x-quarterdeck')).toBe('1');
    expect(headers.get('accept')).toBe('application/json');
  });

  it('says as which account the page asks, and when nobody is at it', async () => {
    tellAccounts((cluster) => (cluster === 'a' ? 'jane-on-a' : undefined));
    const sent = async (path: string) => {
      network.mockResolvedValueOnce(new Response('{}'));
      await apiFetch(path);
      const headers = new Headers(network.mock.calls.at(-1)?.[1]?.headers);
      return [headers.get('x-quarterdeck-account'), headers.get('x-quarterdeck-background')];
    };
    expect(await sent('/api/clusters/a/k8s/version')).toEqual(['jane-on-a', null]);
    expect(await sent('/api/clusters/b/k8s/version')).toEqual([null, null]);
    // what asks for the session wants to know whose it is
    expect(await sent('/api/clusters/a/session')).toEqual([null, null]);
    vi.useFakeTimers({ now: Date.now() + 61_000, toFake: ['Date'] });
    expect(await sent('/api/clusters/a/k8s/version')).toEqual(['jane-on-a', '1']);
    noticePerson();
    window.dispatchEvent(new Event('keydown'));
    expect(await sent('/api/clusters/a/k8s/version')).toEqual(['jane-on-a', null]);
    vi.useRealTimers();
    tellAccounts(() => undefined);
  });

  it('throws the BFF’s problem as it is', async () => {
    const sent = problem('qd.cluster.unreachable', 'down', { detail: 'ECONNREFUSED' });
    answer(502, sent, 'application/problem+json');
    expect(await problemOf(apiFetch('/api/config'))).toEqual(sent);
  });

  it('makes a problem of the API server’s Status', async () => {
    answer(403, { kind: 'Status', reason: 'Forbidden', message: 'pods is forbidden', code: 403 });
    expect(await problemOf(k8sJson('demo', '/api/v1/pods'))).toMatchObject({
      code: 'qd.api.forbidden',
      detail: 'pods is forbidden',
    });
  });

  it.each(['<html>', ''])('makes a problem of an answer that is no JSON: %j', async (body) => {
    answer(502, body, 'text/html');
    expect((await problemOf(apiFetch('/api/config'))).code).toBe('qd.cluster.bad-answer');
  });

  it('says that Quarterdeck is unreachable when the network fails', async () => {
    network.mockRejectedValueOnce(new TypeError('Failed to fetch'));
    expect((await problemOf(apiFetch('/api/config'))).code).toBe('qd.app.unreachable');
  });

  it('lets an abort be an abort', async () => {
    const abort = new AbortController();
    abort.abort();
    network.mockRejectedValueOnce(new DOMException('aborted', 'AbortError'));
    await expect(apiFetch('/api/config', { signal: abort.signal })).rejects.toThrow('aborted');
  });

  it('says that 200 with garbage is a bad answer', async () => {
    answer(200, '{"kind":', 'application/json');
    expect((await problemOf(k8sJson('demo', '/api/v1/pods'))).code).toBe('qd.cluster.bad-answer');
  });
});

describe('the end of a session', () => {
  it.each([
    [problem('qd.session.expired', 'over'), ['demo']],
    [problem('qd.session.required', 'none'), ['demo']],
    [{ kind: 'Status', reason: 'Unauthorized', code: 401 }, ['demo']],
    [problem('qd.session.token-rejected', 'wrong token'), []],
    [problem('qd.api.forbidden', 'no'), []],
  ])('%j is announced to %j', async (body, told) => {
    const heard: string[] = [];
    const stop = onSessionOver((cluster) => heard.push(cluster));
    answer(401, body);
    await problemOf(apiFetch('/api/clusters/demo/session'));
    stop();
    expect(heard).toEqual(told);
  });
});
