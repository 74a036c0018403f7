import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeApiServer, status } from '../test/fake-api-server.ts';
import { Browser } from '../test/stream-browser.ts';
import { TestServer } from '../test/test-server.ts';

const NAMES = ['canary-token', 'canary-user', 'canary-namespace', 'canary-pod'];

describe('metrics (issue 9)', () => {
  let fake: FakeApiServer;
  let server: TestServer;
  let metrics: string;
  const webRoot = mkdtempSync(join(tmpdir(), 'quarterdeck-metrics-'));
  writeFileSync(join(webRoot, 'index.html'), '<!doctype html>');
  beforeAll(async () => {
    fake = await FakeApiServer.start();
    fake.users.set('canary-token', 'canary-user');
    server = await TestServer.start(fake, {
      env: { QUARTERDECK_METRICS_PORT: '0', QUARTERDECK_WEB_ROOT: webRoot },
    });
    metrics = `http://127.0.0.1:${server.metricsPort}/metrics`;
  });
  afterAll(async () => {
    await server.close();
    await fake.close();
  });
  const scrape = async (): Promise<string> => (await fetch(metrics)).text();
  /** The value of a series; undefined: there is none. */
  const value = (text: string, name: string, labels: Record<string, string> = {}): number | undefined => {
    const line = text
      .split('\n')
      .find(
        (row) =>
          row.split(/[{ ]/, 1)[0] === name &&
          Object.entries(labels).every(([key, is]) => row.includes(`${key}="${is}"`)),
      );
    return line === undefined ? undefined : Number(line.split(' ').at(-1));
  };

  it('counts requests by the template of their route, and what is asked of the API server', async () => {
    const cookie = await server.signIn('canary-token');
    const pod = '/api/v1/namespaces/canary-namespace/pods/canary-pod';
    expect((await server.fetch(`/api/clusters/fake/k8s${pod}`, { cookie })).status).toBe(200);
    fake.answer = (_request, response) => status(response, 403, 'Forbidden', 'no');
    expect((await server.fetch(`/api/clusters/fake/k8s${pod}`, { cookie })).status).toBe(403);
    expect((await server.fetch('/nothing/canary-pod', { headers: { accept: 'image/png' } })).status).toBe(404);
    const text = await scrape();
    const route = '/clusters/:cluster/k8s/*path';
    const count = (name: string, labels: Record<string, string>) => value(text, name, labels);
    expect(count('quarterdeck_http_requests_total', { route, method: 'GET', status: '200' })).toBe(1);
    expect(count('quarterdeck_http_requests_total', { route, method: 'GET', status: '403' })).toBe(1);
    expect(count('quarterdeck_http_requests_total', { route: 'none', status: '404' })).toBe(1);
    expect(count('quarterdeck_http_request_duration_seconds_count', { route, method: 'GET' })).toBe(2);
    expect(count('quarterdeck_upstream_requests_total', { cluster: 'fake', method: 'GET', status: '403' })).toBe(1);
    expect(count('quarterdeck_audit_events_total', { event: 'sign-in', result: 'ok' })).toBe(1);
    expect(value(text, 'quarterdeck_sessions')).toBe(1);
    expect(value(text, 'quarterdeck_info', { version: '0.0.0-test' })).toBe(1);
    expect(value(text, 'nodejs_eventloop_lag_p99_seconds')).toBeGreaterThanOrEqual(0);
    expect(value(text, 'process_resident_memory_bytes')).toBeGreaterThan(1e6);
  });

  it('makes no series of a status that nobody knows', async () => {
    const cookie = await server.signIn('canary-token');
    fake.answer = (_request, response) => status(response, 477, 'Odd', 'no');
    await server.fetch('/api/clusters/fake/k8s/api/v1/nodes', { cookie });
    const text = await scrape();
    expect(value(text, 'quarterdeck_upstream_requests_total', { method: 'GET', status: 'other' })).toBe(1);
    expect(text).not.toContain('"477"');
  });

  it('counts sockets, subscriptions, watches and what became of them', async () => {
    const browser = await Browser.signIn(server, 'canary-token');
    browser.close();
    const text = await scrape();
    expect(value(text, 'quarterdeck_sockets', { kind: 'live' })).toBe(0);
    expect(value(text, 'quarterdeck_live_subscriptions')).toBe(0);
    expect(value(text, 'quarterdeck_live_changes_total')).toBe(0);
    expect(text).toContain('# TYPE quarterdeck_live_wait_seconds histogram');
  });

  it('holds no name of a person, a namespace or an object, and no credential', async () => {
    const text = await scrape();
    for (const name of NAMES) expect(text).not.toContain(name);
  });

  it.each(['/', '/metrics/', '/api/config', '/healthz', '/metricsx'])('serves nothing else there: %s', async (path) => {
    const answer = await fetch(metrics.replace('/metrics', path), { redirect: 'manual' });
    expect(answer.status).toBe(404);
    expect((await fetch(metrics, { method: 'POST' })).status).toBe(404);
  });

  it('is not on the port of the people, with and without a session', async () => {
    const cookie = await server.signIn('canary-token');
    for (const headers of [{}, { cookie }]) {
      const answer = await fetch(`${server.url}/metrics`, { headers: { ...headers, accept: 'text/plain' } });
      expect(await answer.text()).not.toContain('quarterdeck_');
    }
  });

  it('is off unless asked for', async () => {
    const plain = await TestServer.start(fake);
    expect(plain.metricsPort).toBeNull();
    await plain.close();
  });
});
