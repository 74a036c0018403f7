import { ProblemError } from '@quarterdeck/shared/problem';
import { apiPath } from '@quarterdeck/shared/resource-path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertUpstreamPath } from '../clusters/upstream-path.ts';
import { guardPath } from './path-guard.ts';

const PREFIX = '/api/clusters/c/k8s';

function outcome(target: string): string {
  try {
    return guardPath(target).path;
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'qd.request.path-refused') return 'refused';
    throw error;
  }
}

describe('path guard', () => {
  it.each([
    ['/api', '/api'],
    ['/apis', '/apis'],
    ['/version', '/version'],
    ['/livez', '/livez'],
    ['/openapi/v3/apis/apps/v1', '/openapi/v3/apis/apps/v1'],
    ['/api/v1/namespaces/default/pods/web-0/log', '/api/v1/namespaces/default/pods/web-0/log'],
    ['/api/v1/namespaces/proxy/services/proxy', '/api/v1/namespaces/proxy/services/proxy'],
    ['/api/v1/namespaces/exec', '/api/v1/namespaces/exec'],
    ['/api/v1/namespaces/x/finalize', '/api/v1/namespaces/x/finalize'],
    [
      '/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Anode',
      '/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Anode',
    ],
    ['/apis/rbac.authorization.k8s.io/v1/clusterroles/a:b', '/apis/rbac.authorization.k8s.io/v1/clusterroles/a%3Ab'],
    ['/api/v1/namespaces/%64efault', '/api/v1/namespaces/default'],
  ])('passes %s', (path, expected) => {
    expect(outcome(PREFIX + path)).toBe(expected);
  });

  const payloads = [
    '/',
    '//evil.example/x',
    '/..',
    '/../config',
    '/api/../../config',
    '/api/v1/..',
    '/api/v1/.',
    '/api/v1/./pods',
    '/api/v1/%2e',
    '/api/v1/%2e%2e',
    '/api/v1/%2E%2E/secrets',
    '/api/v1/.%2e/secrets',
    '/api/v1/%2e./secrets',
    '/api/v1/namespaces/a/pods/%2e%2e%2f%2e%2e%2fsecrets',
    '/api/v1/namespaces/a%2f..%2fb',
    '/api/v1/namespaces/a%2Fb',
    '/api/v1/namespaces/a%5cb',
    '/api/v1/namespaces/a%5C..%5Cb',
    '/api/v1/namespaces/a\\b',
    '/api/v1/namespaces/a%00',
    '/api/v1/namespaces/a%0d%0aHost:x',
    '/api/v1/namespaces/a%09b',
    '/api/v1/namespaces/a%20b',
    '/api/v1/namespaces/%252e%252e',
    '/api/v1/namespaces/%25',
    '/api/v1/namespaces/%',
    '/api/v1/namespaces/%4',
    '/api/v1/namespaces/%zz',
    '/api/v1/namespaces/a%23b',
    '/api/v1/namespaces/a%3fb',
    '/api/v1/namespaces/%c0%ae%c0%ae',
    '/api/v1/namespaces/%e0%80%ae',
    '/api/v1/namespaces/%ef%bc%8e',
    '/api/v1/namespaces/．．',
    '/api/v1/namespaces/é',
    '/api/v1//pods',
    '/api/v1/pods/',
    '/api//v1/pods',
    '/api/v1/pods#x',
    '/api/v1/pods\t',
    '/api/v1/po ds',
    '/api/v1/namespaces/;/x',
    '/api/v1/namespaces/-x',
    '/metrics',
    '/logs/kube-apiserver.log',
    '/debug/pprof',
    '/API/v1/pods',
    '/api%2fv1',
    '/.well-known/openid-configuration',
    '/static/x',
    '/api/v1/nodes/n1/proxy',
    '/api/v1/nodes/n1/proxy/metrics',
    '/api/v1/nodes/n1/%70roxy/metrics',
    '/api/v1/namespaces/a/services/http:s:80/proxy/x',
    '/api/v1/namespaces/a/pods/p/proxy',
    '/api/v1/namespaces/a/pods/p/exec',
    '/api/v1/namespaces/a/pods/p/%65xec',
    '/api/v1/namespaces/a/pods/p/attach',
    '/api/v1/namespaces/a/pods/p/portforward',
    '/api/v1/proxy/nodes/n1',
    '/api/v1/watch/secrets',
    '/apis/subresources.example.io/v1/namespaces/a/things/t/proxy/x',
    `/api/v1/namespaces/${'a/'.repeat(20)}b`,
    `/api/v1/namespaces/${'a'.repeat(3000)}`,
  ];
  it.each(payloads)('refuses %j', (path) => {
    expect(outcome(PREFIX + path)).toBe('refused');
  });

  it.each([
    'http://evil.example/api/clusters/c/k8s/api',
    '//evil.example/api/clusters/c/k8s/api',
    '/api/clusters/c/k8s',
    '/api/clusters//k8s/api',
    '/API/clusters/c/k8s/api',
    '/api/clusters/%zz/k8s/api',
    '/api/clusters/c/x/k8s/api',
    '\\api/clusters/c/k8s/api',
    '',
  ])('refuses the target %j', (target) => {
    expect(outcome(target)).toBe('refused');
  });

  it('keeps the query apart', () => {
    expect(guardPath(`${PREFIX}/api/v1/pods?watch=true&x=/../?`)).toEqual({
      cluster: 'c',
      path: '/api/v1/pods',
      query: 'watch=true&x=/../?',
    });
  });

  it('decodes the cluster once, for look-up', () => {
    expect(guardPath('/api/clusters/arn%3Aaws%2Fx/k8s/api').cluster).toBe('arn:aws/x');
  });

  it('either throws or gives a path that no URL parser changes, below the authorised roots', () => {
    const piece = fc.constantFrom(
      '..',
      '.',
      '%2e',
      '%2F',
      '/',
      '//',
      '%5c',
      '\\',
      '%25',
      'api',
      'v1',
      'pods',
      ':',
      '%3A',
      '?',
      '#',
      ';',
      '\0',
    );
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.array(piece).map((pieces) => pieces.join('')),
    );
    const root = fc.constantFrom('/api/', '/apis/', '/openapi/', '/', '');
    fc.assert(
      fc.property(root, anything, (start, rest) => {
        const path = outcome(PREFIX + start + rest);
        if (path === 'refused') return;
        expect(path).toMatch(/^\/(?:apis?|version|openapi|livez|readyz|healthz)(?:\/|$)/);
        const url = new URL(path, 'https://upstream.example');
        expect(url.origin + url.pathname).toBe(`https://upstream.example${path}`);
        expect(assertUpstreamPath(path)).toBe(path);
        expect(outcome(PREFIX + path)).toBe(path);
      }),
      { numRuns: 2000 },
    );
  });

  it('takes time in proportion to the length', () => {
    const time = (length: number) => {
      const target = `${PREFIX}/api/${'%3A'.repeat(length)}`;
      const start = performance.now();
      for (let run = 0; run < 50; run += 1) outcome(target);
      return performance.now() - start;
    };
    time(100);
    expect(time(80_000)).toBeLessThan(time(10_000) * 40 + 100);
  });
});

describe('the last check before a path goes upstream', () => {
  it('refuses a dot segment that came in as a name', () => {
    const path = apiPath({ group: '', version: 'v1', resource: 'pods' }, { namespace: '..', name: 'x' });
    expect(() => assertUpstreamPath(path)).toThrow(ProblemError);
  });

  it.each([
    '/api/v1/pods?labelSelector=a%20in%20(b)&x=%2F..%2F',
    '/apis/a/v1/b/c%3Ad',
    "/api/v1/x/it's?command=sh&command=-c",
  ])('passes %s', (path) => {
    expect(assertUpstreamPath(path)).toBe(path);
  });

  it.each([
    'api',
    'http://x/',
    '/a b',
    '/a\\b',
    '/a/%2e./b',
    '/a//b',
    '/a/',
    '/a#b',
    '/a?b\r\nc',
    '/é',
    '/a%2fb',
    '//',
  ])('refuses %j', (path) => {
    expect(() => assertUpstreamPath(path)).toThrow(ProblemError);
  });
});
