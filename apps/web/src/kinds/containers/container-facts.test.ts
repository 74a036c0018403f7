import { describe, expect, test } from 'vitest';
import { cellText } from '../../ui/cell-view.tsx';
import { describeVolume } from './describe-volume.ts';
import { effectiveSecurity, rootWords } from './effective-security.ts';
import { readEntryPoint } from './entry-point.ts';

test.each([
  [{}, 'entry.image'],
  [{ command: ['a'] }, 'entry.command'],
  [{ args: ['a'] }, 'entry.args'],
  [{ command: ['a'], args: ['b'] }, 'entry.both'],
  [{ command: [], args: 7 }, 'entry.image'],
  [null, 'entry.image'],
])('%j: who says what runs', (container, words) => {
  expect(readEntryPoint(container).words).toBe(words);
});

describe('security context', () => {
  const spec = {
    securityContext: {
      runAsUser: 1000,
      fsGroup: 2000,
      seccompProfile: { type: 'Localhost', localhostProfile: 'p.json' },
      sysctls: [{ name: 'net.core.somaxconn', value: '1024' }],
    },
  };

  test("is the container's own over the pod's, with where each comes from", () => {
    const container = {
      name: 'app',
      securityContext: { runAsUser: 0, capabilities: { add: ['NET_ADMIN'], drop: ['ALL'] }, novelty: { a: 1 } },
    };
    const annotations = { 'container.apparmor.security.beta.kubernetes.io/app': 'runtime/default' };
    const facts = effectiveSecurity(spec, container, annotations);
    expect(facts.map(({ field, value, from }) => `${field}=${value} (${from})`)).toEqual([
      'capabilities.add=NET_ADMIN (container)',
      'capabilities.drop=ALL (container)',
      'runAsUser=0 (container)',
      'seccompProfile=Localhost (p.json) (pod)',
      'fsGroup=2000 (pod)',
      'sysctls=net.core.somaxconn=1024 (pod)',
      'AppArmor=runtime/default (pod)',
      'novelty=a: 1 (container)',
    ]);
    expect(rootWords(facts)).toBe('security.root');
  });

  test('says who decides on root', () => {
    expect(rootWords(effectiveSecurity(spec, {}))).toBeUndefined();
    expect(rootWords(effectiveSecurity({}, { securityContext: { runAsNonRoot: true } }))).toBeUndefined();
    expect(rootWords(effectiveSecurity(null, undefined))).toBe('security.user');
  });
});

describe('volumes', () => {
  const said = (volume: unknown, pod = 'web-1') => {
    const { type, source, details } = describeVolume(volume, 'team', pod);
    return [type, cellText(source), ...details.map(cellText)];
  };

  test.each([
    [
      {
        name: 'c',
        configMap: { name: 'cm', defaultMode: 420, optional: true, items: [{ key: 'a', path: 'b', mode: 256 }] },
      },
      ['configMap', 'cm', 'defaultMode: 0644', 'optional: true', 'a → b (0400)'],
    ],
    [{ name: 's', secret: { secretName: 'x' } }, ['secret', 'x']],
    [
      { name: 'p', persistentVolumeClaim: { claimName: 'data', readOnly: true } },
      ['persistentVolumeClaim', 'data', 'readOnly: true'],
    ],
    [{ name: 'e', emptyDir: {} }, ['emptyDir', '']],
    [
      { name: 'e', emptyDir: { medium: 'Memory', sizeLimit: '1Gi' } },
      ['emptyDir', '', 'medium: Memory', 'sizeLimit: 1Gi'],
    ],
    [{ name: 'h', hostPath: { path: '/var', type: 'Directory' } }, ['hostPath', '', 'path: /var', 'type: Directory']],
    [
      { name: 'd', downwardAPI: { items: [{ path: 'l', fieldRef: { fieldPath: 'metadata.labels' } }] } },
      ['downwardAPI', '', 'metadata.labels → l'],
    ],
    [
      {
        name: 'data',
        ephemeral: {
          volumeClaimTemplate: {
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
          },
        },
      },
      [
        'ephemeral',
        'web-1-data',
        'volumeClaimTemplate.spec.accessModes: ReadWriteOnce',
        'volumeClaimTemplate.spec.resources.requests.storage: 1Gi',
      ],
    ],
    // a type that nobody here knows shows all that it has
    [{ name: 'n', teleport: { from: 'mars', deep: { er: [1, 2] } } }, ['teleport', '', 'from: mars', 'deep.er: 1, 2']],
    [{ name: 'n' }, ['?', '']],
    [null, ['?', '']],
    ['text', ['?', '']],
  ])('%j', (volume, text) => {
    expect(said(volume)).toEqual(text);
  });

  test('a projected one names each of its sources', () => {
    const sources = [
      { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
      { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      { downwardAPI: { items: [{ path: 'namespace', fieldRef: { fieldPath: 'metadata.namespace' } }] } },
      null,
    ];
    expect(said({ name: 'k', projected: { sources, defaultMode: 420 } })).toEqual([
      'projected',
      '',
      'serviceAccountToken:expirationSeconds: 3607path: token',
      'configMap:kube-root-ca.crtca.crt → ca.crt',
      'downwardAPI:metadata.namespace → namespace',
      '?:',
      'defaultMode: 0644',
    ]);
  });

  test('a hostile one of thousands of settings is cut', () => {
    const huge = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`k${i}`, i]));
    expect(said({ name: 'n', odd: huge }).length).toBeLessThan(60);
  });
});
