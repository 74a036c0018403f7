import { describe, expect, it } from 'vitest';
import { convertedDraft } from './converted-draft.ts';
import { readText } from './read-text.ts';
import { removedVersion } from './removed-versions.ts';

const MODERN = [
  'apps/v1',
  'networking.k8s.io/v1',
  'batch/v1',
  'policy/v1',
  'autoscaling/v2',
  'apiextensions.k8s.io/v1',
  'rbac.authorization.k8s.io/v1',
  'admissionregistration.k8s.io/v1',
];
const served = (version: string) => MODERN.includes(version);

function draft(text: string): { text: string; object: Record<string, unknown> } {
  const { apiVersion, kind } = readText(text).object ?? {};
  const removed = removedVersion(String(apiVersion), String(kind), served);
  const converted = removed && convertedDraft(text, removed);
  if (converted === undefined) throw new Error('no draft');
  return { text: converted, object: { ...readText(converted).object } };
}

describe('versions that are gone (OPS-069)', () => {
  it('names the successor, and none where it is served or has none', () => {
    expect(removedVersion('extensions/v1beta1', 'Ingress', served)).toEqual({
      kind: 'Ingress',
      from: 'extensions/v1beta1',
      to: 'networking.k8s.io/v1',
      since: '1.22',
    });
    expect(removedVersion('extensions/v1beta1', 'Ingress', () => true)).toBeUndefined();
    expect(removedVersion('example.com/v1beta1', 'Ingress', served)).toBeUndefined();
    expect(removedVersion('policy/v1beta1', 'PodSecurityPolicy', served)?.to).toBeUndefined();
    // v1.20 has no batch/v1 CronJob
    expect(removedVersion('batch/v2alpha1', 'CronJob', (version) => version === 'apps/v1')).toBeUndefined();
  });

  it('an Ingress: backends, path types, comments', () => {
    const { text, object } = draft(`# front door
apiVersion: extensions/v1beta1
kind: Ingress
metadata:
  name: web # the site
  annotations: {legacy: "no", mode: 012}
spec:
  backend: {serviceName: fallback, servicePort: http}
  rules:
  - host: example.com
    http:
      paths:
      # everything
      - path: /
        backend:
          serviceName: web
          servicePort: 80
`);
    expect(text).toContain('# front door');
    expect(text).toContain('name: web # the site');
    expect(text).toContain('# everything');
    expect(text).toContain('mode: 012');
    expect(object['apiVersion']).toBe('networking.k8s.io/v1');
    expect(object['spec']).toEqual({
      defaultBackend: { service: { name: 'fallback', port: { name: 'http' } } },
      rules: [
        {
          host: 'example.com',
          http: {
            paths: [
              {
                path: '/',
                pathType: 'ImplementationSpecific',
                backend: { service: { name: 'web', port: { number: 80 } } },
              },
            ],
          },
        },
      ],
    });
  });

  it('a Deployment without a selector gets that of its template; one with it changes its version and nothing else', () => {
    const text = `apiVersion: apps/v1beta1
kind: Deployment
metadata: {name: a}
spec:
  replicas: 2   # two
  template:
    metadata: {labels: {app: a}}
    spec: {containers: [{name: a, image: b}]}
`;
    const { object } = draft(text);
    expect(object['spec']).toMatchObject({ replicas: 2, selector: { matchLabels: { app: 'a' } } });
    const whole = text.replace('  template:', '  selector: {matchLabels: {app: a}}\n  template:');
    expect(draft(whole).text).toBe(whole.replace('apps/v1beta1', 'apps/v1'));
  });

  it('CronJob, PodDisruptionBudget and RBAC change their version', () => {
    for (const [from, kind, to] of [
      ['batch/v1beta1', 'CronJob', 'batch/v1'],
      ['policy/v1beta1', 'PodDisruptionBudget', 'policy/v1'],
      ['rbac.authorization.k8s.io/v1beta1', 'Role', 'rbac.authorization.k8s.io/v1'],
    ] as const)
      expect(draft(`apiVersion: ${from} # old\nkind: ${kind}\n`).text).toBe(`apiVersion: ${to} # old\nkind: ${kind}\n`);
  });

  it('an autoscaler of v2beta1', () => {
    const { object } = draft(`apiVersion: autoscaling/v2beta1
kind: HorizontalPodAutoscaler
spec:
  metrics:
  - type: Resource
    resource: {name: cpu, targetAverageUtilization: 50}
  - type: Pods
    pods: {metricName: qps, targetAverageValue: 1k}
`);
    expect(object['spec']).toEqual({
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
        { type: 'Pods', pods: { metric: { name: 'qps' }, target: { type: 'AverageValue', averageValue: '1k' } } },
      ],
    });
  });

  it('a CRD: everything stands with its version', () => {
    const { object } = draft(`apiVersion: apiextensions.k8s.io/v1beta1
kind: CustomResourceDefinition
spec:
  group: example.com
  version: v1
  subresources: {status: {}}
  additionalPrinterColumns: [{name: Age, type: date, JSONPath: .metadata.creationTimestamp}]
`);
    expect(object['spec']).toEqual({
      group: 'example.com',
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          subresources: { status: {} },
          additionalPrinterColumns: [{ name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' }],
          schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
        },
      ],
    });
  });

  it('a webhook does what it did: changed defaults are written out', () => {
    const { object } = draft(`apiVersion: admissionregistration.k8s.io/v1beta1
kind: ValidatingWebhookConfiguration
webhooks:
- name: a.example
  failurePolicy: Fail
`);
    expect(object['webhooks']).toEqual([
      {
        name: 'a.example',
        failurePolicy: 'Fail',
        matchPolicy: 'Exact',
        timeoutSeconds: 30,
        sideEffects: 'None',
        admissionReviewVersions: ['v1', 'v1beta1'],
      },
    ]);
  });
});
