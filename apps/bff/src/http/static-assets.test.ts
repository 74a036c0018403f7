import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestServer } from '../test/test-server.ts';

const NAVIGATION = { accept: 'text/html,application/xhtml+xml', 'sec-fetch-mode': 'navigate' };

/** Named by the hash alone, as a lazy chunk and its words are; with a name before it, as a style sheet. */
const LAZY = ['40_6sGlM.js', '-Xy-9_aB.js', 'drain-dialog-_b-Cd3-4.css'];

describe('the web app’s files', () => {
  let server: TestServer;
  beforeAll(async () => {
    const parent = mkdtempSync(join(tmpdir(), 'quarterdeck-web-'));
    const root = join(parent, 'dist');
    mkdirSync(join(root, 'assets'), { recursive: true });
    writeFileSync(join(parent, 'secret.txt'), 'secret');
    writeFileSync(join(root, 'index.html'), '<title>app</title>');
    writeFileSync(join(root, 'robots.txt'), 'x');
    const script = 'console.log(1)'.repeat(50);
    const file = join(root, 'assets', 'main-Ab3dEf_9.js');
    writeFileSync(file, script);
    writeFileSync(`${file}.br`, brotliCompressSync(script));
    writeFileSync(`${file}.gz`, gzipSync(script));
    writeFileSync(`${file}.map`, '{}');
    for (const name of LAZY) writeFileSync(join(root, 'assets', name), 'x');
    // as a file that is removed between the look into its folder and the look at itself
    symlinkSync(join(parent, 'gone'), join(root, 'gone.txt'));
    server = await TestServer.start({ url: 'http://127.0.0.1:1' }, { env: { QUARTERDECK_WEB_ROOT: root } });
  });
  afterAll(() => server.close());
  const get = (path: string, headers: Record<string, string> = {}) => fetch(server.url + path, { headers });

  it.each([
    '/',
    '/sign-in?key=x',
    '/clusters/a/namespaces/b/core/configmaps/app.yaml/yaml',
    '/clusters/arn%3Aaws%2Fx/overview',
  ])('answers a navigation to %s with the page, under the policy', async (path) => {
    const response = await get(path, NAVIGATION);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('<title>app</title>');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self';");
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(response.headers.get('content-security-policy')).toContain(`connect-src 'self' ws://localhost:`);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'x-frame-options': 'DENY',
    });
    expect(response.headers.get('x-powered-by')).toBeNull();
  });

  it.each([
    ['br', 'gzip, deflate, br'],
    ['gzip', 'gzip, deflate'],
    [null, 'identity'],
  ])('sends the %s copy to a browser that takes it, to be kept for good', async (coding, accepted) => {
    const response = await get('/assets/main-Ab3dEf_9.js', { 'accept-encoding': accepted });
    expect(response.headers.get('content-encoding')).toBe(coding);
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect(response.headers.get('vary')).toBe('accept-encoding');
    expect(await response.text()).toContain('console.log(1)');
  });

  it.each(LAZY)('lets a browser keep %s for good', async (name) => {
    const response = await get(`/assets/${name}`);
    expect(response.headers.get('cache-control')).toContain('immutable');
  });

  it('spares what the browser has', async () => {
    const etag = (await get('/', NAVIGATION)).headers.get('etag') ?? '';
    expect((await get('/', { ...NAVIGATION, 'if-none-match': etag })).status).toBe(304);
  });

  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..\\..\\secret.txt',
    '//secret.txt',
    '/assets',
    '/assets/main-Ab3dEf_9.js.map',
    '/assets/main-Ab3dEf_9.js.br',
    '/robots.txt/',
    '/nothing.js',
  ])('has nothing at %s', async (path) => {
    const host = new URL(server.url).host;
    const answer = await server.raw(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(answer).not.toContain('secret.txt');
  });

  it.each(['/api', '/api/nothing', '/assets/gone-Ab3dEf_9.js'])('answers no page at %s', async (path) => {
    expect((await get(path, NAVIGATION)).status).toBe(404);
  });

  it('gives the app to a client that takes anything, as probes and link checkers do', async () => {
    expect((await get('/clusters/demo/overview', { accept: '*/*' })).status).toBe(200);
  });

  it('tells the process’ health without asking anybody', async () => {
    for (const path of ['/healthz', '/readyz']) expect(await (await get(path)).text()).toBe('ok');
  });
});
