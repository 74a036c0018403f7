import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../api/kube-object.ts';
import { writePath } from '../plan/planned-object.ts';
import { copyFault, copyName, copyObject, initialCopy, servicesOf } from './copy-plan.ts';
import { alsoPicked, selectorFor, sidesOf, switchPlan } from './switch-plan.ts';

const web: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'web',
    namespace: 'shop',
    uid: 'u1',
    resourceVersion: '7',
    labels: { app: 'web' },
    annotations: { 'deployment.kubernetes.io/revision': '4', team: 'shop' },
  },
  spec: {
    replicas: 3,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { creationTimestamp: null, labels: { app: 'web', tier: 'front' } },
      spec: { containers: [{ name: 'main', image: 'web:1', ports: [{ containerPort: 80 }] }] },
    },
  },
  status: { readyReplicas: 3 },
};
const service: KubeObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'shop', uid: 's1', resourceVersion: '3', managedFields: [] },
  spec: { clusterIP: '10.0.0.1', selector: { app: 'web' }, ports: [{ port: 80 }] },
  status: { loadBalancer: {} },
};

/** The copy as the cluster would hold it. */
function made(purpose: 'apart' | 'blue-green' | 'canary', name?: string): KubeObject {
  const input = initialCopy(web, purpose);
  const object = copyObject(web, { ...input, ...(name === undefined ? {} : { name }), images: { main: 'web:2' } });
  return { ...object, metadata: { ...object.metadata, uid: 'u2' } };
}

describe('a second workload (CTL-39, CTL-68)', () => {
  it('has a selector and pods of its own, and nothing that was the first one’s', () => {
    expect(made('apart')).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        name: 'web-copy',
        namespace: 'shop',
        uid: 'u2',
        labels: { app: 'web-copy' },
        annotations: { team: 'shop' },
      },
      spec: {
        replicas: 3,
        selector: { matchLabels: { app: 'web-copy' } },
        template: {
          metadata: { labels: { app: 'web-copy', tier: 'front' } },
          spec: { containers: [{ name: 'main', image: 'web:2', ports: [{ containerPort: 80 }] }] },
        },
      },
    });
  });

  it('takes nothing along that was said of the first one alone, by Helm neither', () => {
    const annotations = {
      'quarterdeck.dev/replicas-before-zero': '5',
      'kubernetes.io/change-cause': 'web:1',
      'meta.helm.sh/release-name': 'shop',
      'meta.helm.sh/release-namespace': 'shop',
      team: 'shop',
    };
    const labels = { app: 'web', 'app.kubernetes.io/managed-by': 'Helm' };
    const original = { ...web, metadata: { ...web.metadata, labels, annotations } };
    expect(copyObject(original, initialCopy(original, 'apart'))).toMatchObject({
      metadata: { labels: { app: 'web-copy' }, annotations: { team: 'shop' } },
    });
    const { metadata } = copyObject(original, initialCopy(original, 'apart'));
    expect(JSON.stringify(metadata)).not.toMatch(/helm|change-cause|before-zero/i);
    const own = { ...original, metadata: { ...web.metadata, labels: { 'app.kubernetes.io/managed-by': 'us' } } };
    expect(JSON.stringify(copyObject(own, initialCopy(own, 'apart')))).toContain('managed-by');
  });

  it('gets traffic as a canary, and none as the green one', () => {
    for (const [purpose, services] of [
      ['canary', ['web']],
      ['blue-green', []],
      ['apart', []],
    ] as const) {
      const input = initialCopy(web, purpose);
      expect(servicesOf(web, input, [service])).toEqual(services);
      expect(copyFault(web, input)).toBeUndefined();
    }
    expect(initialCopy(web, 'canary')).toMatchObject({ replicas: '1', telling: { track: 'canary' } });
  });

  it.each([
    ['web', 'blue-green', 'web-green'],
    ['web-green', 'blue-green', 'web-blue'],
    ['web-blue', 'blue-green', 'web-green'],
    ['web', 'canary', 'web-canary'],
    ['web-copy', 'apart', 'web-copy'],
  ] as const)('%s for %s is %s', (name, purpose, expected) => {
    expect(copyName(name, purpose)).toBe(expected);
  });

  it('refuses what the two would fight over', () => {
    const input = initialCopy(web, 'apart');
    expect(copyFault(web, { ...input, telling: {} })).toBe('sameLabels');
    expect(copyFault(web, { ...input, telling: { tier: 'back' } })).toBe('sameLabels');
    expect(copyFault(web, { ...input, telling: {}, namespace: 'other' })).toBeUndefined();
    expect(copyFault(web, { ...input, name: 'web' })).toBe('sameName');
    expect(copyFault(web, { ...input, name: 'Web' })).toBe('name');
    expect(copyFault(web, { ...input, replicas: 'x' })).toBe('replicas');
    expect(copyFault(web, { ...input, replicas: '' })).toBe('replicas');
    const daemons = { ...web, spec: { ...(web['spec'] as object), replicas: undefined } };
    expect(copyFault(daemons, { ...input, replicas: '' })).toBeUndefined();
    expect(copyFault(web, { ...input, images: { main: '' } })).toBe('image');
  });
});

describe('switching a Service (CTL-39)', () => {
  const green = made('blue-green');

  it('tells which side has the traffic and how many pods are ready', () => {
    const other = { ...green, metadata: { ...green.metadata, name: 'a' } };
    expect(sidesOf(service, [other, green, web]).map(({ workload }) => workload.metadata.name)).toEqual([
      'web',
      'web-green',
      'a',
    ]);
    expect(
      sidesOf(service, [green, web]).map(({ workload, ready, isOn }) => [workload.metadata.name, ready, isOn]),
    ).toEqual([
      ['web', 3, true],
      ['web-green', 0, false],
    ]);
  });

  it('changes the values of the keys that the selector has, there and back', () => {
    expect(selectorFor(service, green, [web])).toEqual({ app: 'web-green' });
    const switched = { ...service, spec: { selector: { app: 'web-green' } } };
    expect(selectorFor(switched, web, [green])).toEqual({ app: 'web' });
  });

  it('adds what tells a workload apart where the selector would pick both', () => {
    const wide = { ...service, spec: { selector: { tier: 'front' } } };
    expect(selectorFor(wide, green, [web])).toEqual({ tier: 'front', app: 'web-green' });
  });

  it('tells whose pods are picked as well, where no label tells them apart', () => {
    const canary = made('canary');
    const selector = selectorFor(service, web, [canary, green]);
    expect(selector).toEqual({ app: 'web' });
    expect(alsoPicked(selector, [canary, green])).toEqual(['web-canary']);
    expect(alsoPicked(selectorFor(service, green, [web, canary]), [web, canary])).toEqual([]);
  });

  it('writes the Service as it was read, so that a change in between is refused', () => {
    const [plan] = switchPlan(service, { app: 'web-green' });
    expect(plan && writePath(plan)).toBe('/api/v1/namespaces/shop/services/web');
    expect(plan?.command).toBe('kubectl set selector -n shop service web app=web-green');
    expect(plan?.object).toEqual({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', namespace: 'shop', uid: 's1', resourceVersion: '3' },
      spec: { clusterIP: '10.0.0.1', selector: { app: 'web-green' }, ports: [{ port: 80 }] },
    });
  });
});
