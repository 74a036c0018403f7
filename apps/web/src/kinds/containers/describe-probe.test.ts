import { describe, expect, test } from 'vitest';
import { sectionWords } from '../test/section-words.ts';
import { describeCheck, describeProbe, readProbe } from './describe-probe.ts';

describe('probes (kinds.md 3.3)', () => {
  test('have the defaults of the API server where nothing is set, and where 0 stands for it', () => {
    const standard = { delay: 0, period: 10, timeout: 1, failures: 3, successes: 1, grace: undefined };
    expect(readProbe({})).toEqual(standard);
    expect(readProbe({ periodSeconds: 0, timeoutSeconds: 0, failureThreshold: 0, successThreshold: 0 })).toEqual(
      standard,
    );
    expect(readProbe(null)).toEqual(standard);
    expect(readProbe({ periodSeconds: 'ten' })).toEqual(standard);
  });

  test('say what follows: a restart, no traffic, the time to start', () => {
    const probe = { tcpSocket: { port: 'db' }, periodSeconds: 5, failureThreshold: 30, initialDelaySeconds: 2 };
    const container = { ports: [{ name: 'db', containerPort: 5432 }] };
    expect(describeProbe(probe, 'startupProbe', container, sectionWords)).toEqual([
      'TCP :db (5432)',
      'First after 2 s, then every 5 s; no answer within 1 s counts as a failure.',
      '30 failures in a row restart the container, so it has about 152 s to start. Other probes wait for its success (1).',
    ]);
    expect(describeProbe(probe, 'readinessProbe', container, sectionWords)[2]).toMatch(/out of its Services, without/);
    expect(
      describeProbe({ ...probe, terminationGracePeriodSeconds: 7 }, 'livenessProbe', container, sectionWords).slice(2),
    ).toEqual([
      '30 failures in a row restart the container; successes that clear the count: 1.',
      'A restart that it causes has 7 s of grace.',
    ]);
  });

  test.each([
    [{ httpGet: { path: 'healthz', port: 8080 } }, 'GET http://:8080/healthz'],
    [
      { httpGet: { port: 1, scheme: 'HTTPS', host: 'h', httpHeaders: [{ name: 'X-A', value: 'b' }] } },
      'GET https://h:1/ (X-A: b)',
    ],
    [{ exec: { command: ['sh', '-c', "echo 'a'"] } }, `exec sh -c 'echo '\\''a'\\'''`],
    [{ grpc: { port: 9, service: 'live' } }, 'gRPC :9 live'],
    [{ sleep: { seconds: 4 } }, 'sleep 4s'],
    [{ carrierPigeon: {} }, '?'],
    [undefined, '?'],
  ])('%j asks for %s', (check, text) => {
    expect(describeCheck(check)).toBe(text);
  });
});
