import { expect, it } from 'vitest';
import type { KubeObject } from '../../api/kube-object.ts';
import { autoscalerSayings } from './autoscaler-sayings.ts';
import { autoscalerState } from './autoscaler-state.ts';

function hpa(spec: object, status: object, annotations: Record<string, unknown> = {}): KubeObject {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: {
      name: 'web',
      namespace: 'ns',
      uid: 'u',
      annotations: Object.fromEntries(
        Object.entries(annotations).map(([key, value]) => [
          `autoscaling.alpha.kubernetes.io/${key}`,
          typeof value === 'string' ? value : JSON.stringify(value),
        ]),
      ),
    },
    spec: { minReplicas: 2, maxReplicas: 8, ...spec },
    status: { currentReplicas: 2, desiredReplicas: 3, ...status },
  };
}

const cpu = (current: object) => ({ type: 'Resource', resource: { name: 'cpu', current } });

it.each<[string, KubeObject, object]>([
  [
    'v2',
    hpa(
      {
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
        ],
      },
      { currentMetrics: [cpu({ averageUtilization: 105, averageValue: '105m' })] },
    ),
    {
      type: 'Resource',
      name: 'cpu',
      of: '',
      target: { kind: 'share', text: '70%' },
      current: { kind: 'share', text: '105%' },
      share: 1.5,
      wants: 3,
    },
  ],
  [
    'v2beta1',
    hpa(
      { metrics: [{ type: 'Resource', resource: { name: 'cpu', targetAverageUtilization: 50 } }] },
      {
        currentMetrics: [
          { type: 'Resource', resource: { name: 'cpu', currentAverageUtilization: 25, currentAverageValue: '1m' } },
        ],
      },
    ),
    { target: { kind: 'share', text: '50%' }, current: { kind: 'share', text: '25%' }, wants: 1 },
  ],
  [
    'v1, its CPU',
    hpa({ targetCPUUtilizationPercentage: 80 }, { currentCPUUtilizationPercentage: 84 }),
    { name: 'cpu', current: { kind: 'share', text: '84%' }, wants: 2 },
  ],
  [
    'v1, the annotations of the rest (v1.20)',
    hpa(
      {},
      {},
      {
        metrics: [{ type: 'Resource', resource: { name: 'memory', targetAverageValue: '100Mi' } }],
        'current-metrics': [{ type: 'Resource', resource: { name: 'memory', currentAverageValue: '250Mi' } }],
      },
    ),
    { name: 'memory', target: { kind: 'average', text: '100Mi' }, share: 2.5, wants: 5 },
  ],
  [
    'an amount that was asked for, where a share is served too',
    hpa(
      {
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'AverageValue', averageValue: '500m' } } },
        ],
      },
      { currentMetrics: [cpu({ averageUtilization: 30, averageValue: '1' })] },
    ),
    { current: { kind: 'average', text: '1' }, share: 2, wants: 4 },
  ],
  [
    'bytes',
    hpa(
      { metrics: [{ type: 'Resource', resource: { name: 'memory', target: { averageValue: '64Mi' } } }] },
      { currentMetrics: [{ type: 'Resource', resource: { name: 'memory', current: { averageValue: '33554432' } } }] },
    ),
    { current: { kind: 'average', text: '32.0Mi' }, share: 0.5, wants: 1 },
  ],
  [
    'one container',
    hpa(
      {
        metrics: [
          {
            type: 'ContainerResource',
            containerResource: {
              name: 'cpu',
              container: 'app',
              target: { type: 'Utilization', averageUtilization: 60 },
            },
          },
        ],
      },
      {
        currentMetrics: [
          cpu({ averageUtilization: 1 }),
          {
            type: 'ContainerResource',
            containerResource: { name: 'cpu', container: 'app', current: { averageUtilization: 60 } },
          },
        ],
      },
    ),
    { type: 'ContainerResource', of: 'app', share: 1, wants: 2 },
  ],
  [
    'an object',
    hpa(
      {
        metrics: [
          {
            type: 'Object',
            object: {
              metric: { name: 'requests' },
              describedObject: { kind: 'Ingress', name: 'main' },
              target: { type: 'Value', value: '2k' },
            },
          },
        ],
      },
      {},
    ),
    { type: 'Object', name: 'requests', of: 'Ingress/main', target: { kind: 'value', text: '2k' }, current: undefined },
  ],
])('reads a metric: %s', (_, object, metric) => {
  expect(autoscalerState(object).metrics[0]).toMatchObject(metric);
});

it('survives what is no autoscaler', () => {
  const odd = hpa({ metrics: 'x', minReplicas: 'y' }, { currentMetrics: [null] }, { metrics: '{', conditions: '7' });
  expect(autoscalerState(odd)).toMatchObject({ min: 1, metrics: [], conditions: [] });
  expect(autoscalerSayings(autoscalerState(odd))).toMatchObject([{ says: 'unseen' }]);
});

const PREFIX = 'the HPA was unable to compute the replica count: ';
it.each<[string, string, string, string, string, string]>([
  ['AbleToScale', 'False', 'FailedGetScale', 'deployments/scale.apps "gone" not found', 'noScale', 'failed'],
  ['AbleToScale', 'False', 'FailedUpdateScale', 'the HPA controller was unable to update …', 'noUpdate', 'failed'],
  ['AbleToScale', 'False', 'BackoffBoth', 'the time since the previous scale …', 'backOff', 'progressing'],
  ['AbleToScale', 'True', 'ReadyForNewScale', 'recommended size matches current size', 'able', 'ok'],
  ['AbleToScale', 'True', 'ScaleDownStabilized', 'recent recommendations were higher …', 'downWindow', 'progressing'],
  ['ScalingActive', 'False', 'ScalingDisabled', 'scaling is disabled since …', 'disabled', 'stopped'],
  [
    'ScalingActive',
    'False',
    'AmbiguousSelector',
    'pods by selector … are controlled by multiple HPAs',
    'ambiguous',
    'failed',
  ],
  ['ScalingActive', 'True', 'ValidMetricFound', '…', 'measures', 'ok'],
  ['ScalingLimited', 'True', 'TooManyReplicas', '…', 'atMost', 'warning'],
  ['ScalingLimited', 'True', 'TooFewReplicas', '…', 'atLeast', 'ok'],
  ['ScalingLimited', 'True', 'ScaleUpLimit', '…', 'upRate', 'progressing'],
  ['ScalingLimited', 'False', 'DesiredWithinRange', '…', 'within', 'ok'],
  ['AbleToScale', 'False', 'SomethingNew', '…', 'other', 'warning'],
  // v1.20
  ['ScalingActive', 'False', 'FailedGetResourceMetric', `${PREFIX}missing request for cpu`, 'noRequest', 'warning'],
  [
    'ScalingActive',
    'False',
    'FailedGetResourceMetric',
    `${PREFIX}unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)`,
    'noMetrics',
    'warning',
  ],
  [
    'ScalingActive',
    'False',
    'FailedGetResourceMetric',
    `${PREFIX}unable to get metrics for resource cpu: no metrics returned from resource metrics API`,
    'noneYet',
    'warning',
  ],
  [
    'ScalingActive',
    'False',
    'FailedGetResourceMetric',
    `${PREFIX}did not receive metrics for any ready pods`,
    'notReady',
    'warning',
  ],
  // today
  [
    'ScalingActive',
    'False',
    'FailedGetResourceMetric',
    `${PREFIX}failed to get cpu utilization: missing request for cpu in container cart of Pod cart-7d9-x`,
    'noRequestIn',
    'warning',
  ],
  [
    'ScalingActive',
    'False',
    'FailedGetResourceMetric',
    `${PREFIX}failed to get cpu utilization: did not receive metrics for targeted pods (pods might be unready)`,
    'notReady',
    'warning',
  ],
  [
    'ScalingActive',
    'False',
    'FailedGetResourceMetric',
    `${PREFIX}failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server is currently unable to handle the request (get pods.metrics.k8s.io)`,
    'metricsDown',
    'warning',
  ],
  [
    'ScalingActive',
    'False',
    'FailedGetPodsMetric',
    `${PREFIX}unable to get metric rps: unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered`,
    'noCustom',
    'warning',
  ],
  [
    'ScalingActive',
    'False',
    'FailedGetExternalMetric',
    `${PREFIX}unable to get external metric ns/q/nil: unable to fetch metrics from external metrics API: the server could not find the requested resource (get q.external.metrics.k8s.io)`,
    'noExternal',
    'warning',
  ],
  // T-47
  [
    'ScalingActive',
    'False',
    'FailedGetResourceMetric',
    `${PREFIX}unable to fetch metrics from resource metrics API: subjectaccessreviews.authorization.k8s.io is forbidden: User "system:serviceaccount:kube-system:metrics-server" cannot create resource "subjectaccessreviews"`,
    'forbidden',
    'warning',
  ],
  ['ScalingActive', 'False', 'FailedGetResourceMetric', 'words of another world', 'metric', 'warning'],
])('says in words: %s=%s %s "%s"', (type, status, reason, message, says, health) => {
  const state = autoscalerState(hpa({}, { conditions: [{ type, status, reason, message }] }));
  expect(autoscalerSayings(state)).toMatchObject([{ says, health }]);
});

it('names the container without a request, the window of its own, and says first what is wrong', () => {
  const state = autoscalerState(
    hpa(
      { behavior: { scaleDown: { stabilizationWindowSeconds: 60, selectPolicy: 'Disabled' } } },
      {
        conditions: [
          { type: 'AbleToScale', status: 'True', reason: 'ScaleDownStabilized' },
          {
            type: 'ScalingActive',
            status: 'False',
            reason: 'FailedGetResourceMetric',
            message: 'missing request for memory in container app of Pod web-1',
          },
          { type: 'ScalingLimited', status: 'False', reason: 'DesiredWithinRange' },
        ],
      },
    ),
  );
  expect(autoscalerSayings(state)).toMatchObject([
    { says: 'noRequestIn', values: { resource: 'memory', container: 'app', pod: 'web-1' } },
    { says: 'scaleDownOff' },
    { says: 'downWindow', values: { seconds: 60 } },
    { says: 'within' },
  ]);
});
