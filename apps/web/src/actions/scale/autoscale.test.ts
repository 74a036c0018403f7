import { expect, it } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import action from '../autoscale.action.ts';
import { rightToSet } from '../debug/use-settled.ts';
import type { ActionApi, ActionTarget } from '../define-action.ts';
import { autoscale } from './autoscale-dialog.tsx';
import {
  type AutoscaleInput,
  type AutoscaleRead,
  autoscaleFault,
  fieldText,
  metricsText,
  unrequested,
} from './autoscale-input.ts';

const WEB: ActionTarget = {
  ref: { cluster: 'c', resource: fakeResource('apps/v1/deployments', 'Deployment'), namespace: 'ns', name: 'web' },
};
const kind = (version: string) =>
  fakeResource(`autoscaling/${version}/horizontalpodautoscalers`, 'HorizontalPodAutoscaler');

function read(more: Partial<AutoscaleRead> = {}): AutoscaleRead {
  return {
    resource: kind('v2'),
    names: [],
    target: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
    replicas: 3,
    unrequested: { cpu: [], memory: [] },
    hasMetrics: true,
    ...more,
  };
}

const requests = {
  type: 'Pods',
  pods: { metric: { name: 'requests' }, target: { type: 'AverageValue', averageValue: '10' } },
};
function scaler(spec: object, version = 'v2'): KubeObject {
  return {
    apiVersion: `autoscaling/${version}`,
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'by-hand', namespace: 'ns', uid: 'h', resourceVersion: '9' },
    spec: { minReplicas: 2, maxReplicas: 6, ...spec },
  };
}
const CPU = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } };

const texts = (input: AutoscaleInput) =>
  (['name', 'min', 'max', 'cpu', 'memory'] as const).map((field) => fieldText(input, field)).join(' ');

it.each<[string, AutoscaleInput, string]>([
  ['a new one', { read: read(), typed: {} }, 'web 1 6 80% '],
  [
    'one that is there',
    { read: read({ existing: scaler({ metrics: [requests, CPU] }) }), typed: {} },
    'by-hand 2 6 70% ',
  ],
  [
    'amounts',
    {
      read: read({
        existing: scaler({
          metrics: [
            { type: 'Resource', resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '1Gi' } } },
          ],
        }),
      }),
      typed: {},
    },
    'by-hand 2 6  1Gi',
  ],
  [
    'v1',
    { read: read({ resource: kind('v1'), existing: scaler({ targetCPUUtilizationPercentage: 55 }, 'v1') }), typed: {} },
    'by-hand 2 6 55% ',
  ],
  ['what was typed', { read: read(), typed: { name: 'x', min: '', max: '9', cpu: '', memory: '2Gi' } }, 'x  9  2Gi'],
])('begins with %s', (_, input, text) => {
  expect(texts(input)).toBe(text);
});

it.each<[string, AutoscaleInput['typed'], Partial<AutoscaleRead>, string | undefined]>([
  ['good', {}, {}, undefined],
  ['no name', { name: 'Web' }, {}, 'fault.name'],
  ['a name of several parts', { name: 'web.shop' }, {}, undefined],
  ['a name with an empty part', { name: 'web..shop' }, {}, 'fault.name'],
  ['no least', { min: '0' }, {}, 'fault.min'],
  ['0 where it is allowed already', { max: '7' }, { existing: scaler({ minReplicas: 0, metrics: [CPU] }) }, undefined],
  ['less at most than at least', { min: '7' }, {}, 'fault.max'],
  ['no amount', { cpu: 'much' }, {}, 'fault.metric'],
  ['a share of nothing', { cpu: '0%' }, {}, 'fault.metric'],
  ['an amount, in v1', { cpu: '500m' }, { resource: kind('v1') }, 'fault.share'],
  ['no metric at all', { cpu: '' }, {}, 'fault.none'],
  ['no metric of ours, but others', { cpu: '' }, { existing: scaler({ metrics: [CPU, requests] }) }, undefined],
  ['nothing changed', {}, { existing: scaler({ metrics: [CPU] }) }, 'fault.same'],
  ['a ReplicaSet of a Deployment', {}, { owner: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'o' } }, 'owned'],
])('is judged: %s', (_, typed, more, fault) => {
  expect(autoscaleFault({ read: read(more), typed })?.key).toBe(
    fault === undefined ? undefined : `scale:autoscale.${fault}`,
  );
});

it('waits until all is read', () => {
  expect(autoscaleFault({ typed: {} })?.quiet).toBe(true);
});

it('is offered with the right to make one or to change one, and stops at the one that it takes (OPS-100)', () => {
  const right = { group: 'autoscaling', resource: 'horizontalpodautoscalers', namespace: 'ns' };
  expect(action.access?.(WEB)).toEqual({ verb: 'create', ...right, or: { verb: 'patch', ...right } });
  expect(action.access?.({ ref: { ...WEB.ref, resource: kind('v2') } })).toEqual({ verb: 'patch', ...right });
  const existing = scaler({ metrics: [CPU] });
  expect(rightToSet((verb) => ({ verb, ...right }), existing)).toEqual({ verb: 'patch', ...right, name: 'by-hand' });
  const block = { key: 'denied.namespace' };
  expect(autoscaleFault({ read: read({ existing }), typed: { max: '9' }, block })).toBe(block);
});

/** What is written, and the command that is shown for it; `live`: the autoscaler as it is then. */
async function written(input: AutoscaleInput, live = input.read?.existing) {
  const calls: string[] = [];
  const api: ActionApi = {
    isTrial: true,
    navigate() {},
    copy: async () => {},
    request: async (path, { method = 'GET', body = '' } = {}) => {
      calls.push(`${method} ${path} ${body}`.trim());
      return live;
    },
  };
  await autoscale.run?.(WEB, api, input);
  return { calls, command: autoscale.kubectl?.(WEB, input) };
}
const LIST = '/namespaces/ns/horizontalpodautoscalers';

it('makes one, as kubectl autoscale does', async () => {
  const { calls, command } = await written({ read: read(), typed: { min: '2', cpu: '60' } });
  expect(calls).toEqual([
    `POST /apis/autoscaling/v2${LIST} {"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"web","namespace":"ns"},"spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"web"},"minReplicas":2,"maxReplicas":6,"metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":60}}}]}}`,
  ]);
  expect(command).toBe('kubectl autoscale deployments.apps web -n ns --min=2 --max=6 --cpu-percent=60');
});

it('says by another command what kubectl autoscale has no flag for', async () => {
  const { command } = await written({ read: read(), typed: { memory: '1Gi', name: 'other' } });
  expect(command).toMatch(/^kubectl create -f - <<'EOF'\n\{.*"averageValue": "1Gi".*\}\nEOF$/s);
});

it('changes one, keeps its other metrics, and writes over nothing that came between', async () => {
  const { calls, command } = await written({
    read: read({ existing: scaler({ metrics: [requests, CPU] }) }),
    typed: { max: '9', memory: '75%' },
  });
  expect(calls[0]).toBe(`GET /apis/autoscaling/v2${LIST}/by-hand`);
  expect(JSON.parse(calls[1]?.replace(/^PATCH \S+ /, '') ?? '')).toEqual({
    metadata: { resourceVersion: '9' },
    spec: {
      minReplicas: 2,
      maxReplicas: 9,
      metrics: [
        CPU,
        { type: 'Resource', resource: { name: 'memory', target: { type: 'Utilization', averageUtilization: 75 } } },
        requests,
      ],
    },
  });
  expect(command).toContain('kubectl patch horizontalpodautoscalers.autoscaling by-hand -n ns --type=merge -p ');
});

const AMOUNT = { type: 'Resource', resource: { name: 'cpu', target: { type: 'AverageValue', averageValue: '1' } } };
const SHARE = {
  type: 'Resource',
  resource: { name: 'memory', target: { type: 'Utilization', averageUtilization: 70 } },
};

it.each<[string, AutoscaleInput['typed'], object[], string]>([
  ['an amount that nobody touched', { max: '9' }, [AMOUNT, SHARE], 'cpu 1, memory 70%'],
  [
    'another amount, where an amount stood',
    { cpu: '2' },
    [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'AverageValue', averageValue: '2' } } }, SHARE],
    'cpu 2, memory 70%',
  ],
  [
    'a share, where it says so',
    { cpu: '50%' },
    [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } }, SHARE],
    'cpu 50%, memory 70%',
  ],
  [
    'another share, where a share stood',
    { memory: '60' },
    [
      AMOUNT,
      { type: 'Resource', resource: { name: 'memory', target: { type: 'Utilization', averageUtilization: 60 } } },
    ],
    'cpu 1, memory 60%',
  ],
  ['none', { memory: '' }, [AMOUNT], 'cpu 1'],
])('never makes another kind of a target: %s', async (_, typed, metrics, words) => {
  const input = { read: read({ existing: scaler({ metrics: [SHARE, AMOUNT] }) }), typed };
  expect(autoscaleFault(input)).toBeUndefined();
  const { calls } = await written(input);
  expect(JSON.parse(calls[1]?.replace(/^PATCH \S+ /, '') ?? '').spec.metrics).toEqual(metrics);
  expect(metricsText(input)).toBe(words);
});

it('writes nothing over what somebody else made of it since the form was opened', async () => {
  const input = { read: read({ existing: scaler({ metrics: [CPU] }) }), typed: { max: '9' } };
  await expect(written(input, scaler({ minReplicas: 4, metrics: [CPU] }))).rejects.toMatchObject({
    problem: { code: 'qd.api.conflict' },
  });
});

it('speaks v1 where nothing newer is served', async () => {
  const { calls } = await written({
    read: read({ resource: kind('v1'), existing: scaler({ targetCPUUtilizationPercentage: 55 }, 'v1') }),
    typed: { cpu: '', max: '3' },
  });
  // v1 falls back to its own default then; autoscaleFault does not let it come this far
  expect(calls[1]).toContain('"spec":{"minReplicas":2,"maxReplicas":3,"targetCPUUtilizationPercentage":null}');
});

it('names by what it will scale, and what requests nothing', () => {
  expect(
    metricsText({ read: read({ existing: scaler({ metrics: [requests] }) }), typed: { cpu: '60', memory: '1Gi' } }),
  ).toBe('cpu 60%, memory 1Gi, requests');
  const template = {
    spec: {
      containers: [
        { name: 'app', resources: { requests: { cpu: '1' } } },
        { name: 'limited', resources: { limits: { cpu: '1' } } },
        { name: 'bare' },
      ],
    },
  };
  expect(unrequested(template, 'cpu')).toEqual(['bare']);
  expect(unrequested(undefined, 'memory')).toEqual([]);
});
