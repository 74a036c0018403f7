import { execFileSync } from 'node:child_process';
import { expect, type Page } from '@playwright/test';
import { findKubectls } from '../../scripts/find-kubectl.ts';
import { describedValues, plain } from '../fixtures/describe-values.ts';
import type { KubeApi } from '../fixtures/kube-api.ts';
import { until } from '../fixtures/kube-api.ts';
import { test } from '../fixtures/test.ts';

// TUT-08, CTL-11: a page tells all that `kubectl describe` tells of the same object.

/** Everything that a pod's page has words for. */
function fullPod(namespace: string) {
  const probe = { exec: { command: ['cat', '/tmp/ok'] } };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'full', namespace, labels: { app: 'full', tier: 'backend' }, annotations: { note: 'hello' } },
    spec: {
      serviceAccountName: 'runner',
      terminationGracePeriodSeconds: 1,
      hostAliases: [{ ip: '10.1.2.3', hostnames: ['foo.local'] }],
      securityContext: { runAsUser: 1000 },
      nodeSelector: { 'kubernetes.io/os': 'linux' },
      tolerations: [
        { key: 'dedicated', operator: 'Equal', value: 'db', effect: 'NoSchedule' },
        { key: 'gpu', operator: 'Exists' },
      ],
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: 'kubernetes.io/hostname',
          whenUnsatisfiable: 'ScheduleAnyway',
          labelSelector: { matchLabels: { app: 'full' } },
        },
      ],
      initContainers: [
        {
          name: 'prepare',
          image: 'busybox:1.28',
          imagePullPolicy: 'IfNotPresent',
          command: ['sh', '-c', 'echo ready'],
        },
      ],
      containers: [
        {
          name: 'app',
          image: 'busybox:1.28',
          imagePullPolicy: 'IfNotPresent',
          command: ['sh', '-c'],
          args: ['touch /tmp/ok; sleep 100000'],
          ports: [
            { name: 'http', containerPort: 8080 },
            { containerPort: 9090, protocol: 'UDP' },
          ],
          resources: { requests: { cpu: '100m', memory: '16Mi' }, limits: { memory: '32Mi' } },
          startupProbe: { ...probe, failureThreshold: 30, periodSeconds: 2 },
          readinessProbe: { ...probe, initialDelaySeconds: 1 },
          livenessProbe: { ...probe, timeoutSeconds: 5 },
          envFrom: [{ prefix: 'C_', configMapRef: { name: 'conf' } }, { secretRef: { name: 'maybe', optional: true } }],
          env: [
            { name: 'PLAIN', value: 'hello world' },
            { name: 'COLOUR', valueFrom: { configMapKeyRef: { name: 'conf', key: 'colour' } } },
            { name: 'GONE', valueFrom: { configMapKeyRef: { name: 'conf', key: 'nothing', optional: true } } },
            { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'keys', key: 'password' } } },
            { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
            { name: 'MEM', valueFrom: { resourceFieldRef: { resource: 'limits.memory', divisor: '1Mi' } } },
          ],
          volumeMounts: [
            { name: 'conf', mountPath: '/etc/conf', readOnly: true },
            { name: 'scratch', mountPath: '/scratch', subPath: 'sub' },
          ],
        },
        { name: 'dies', image: 'busybox:1.28', imagePullPolicy: 'IfNotPresent', command: ['sh', '-c', 'exit 137'] },
      ],
      volumes: [
        { name: 'conf', configMap: { name: 'conf' } },
        { name: 'scratch', emptyDir: { medium: 'Memory', sizeLimit: '10Mi' } },
        { name: 'host', hostPath: { path: '/var/log', type: 'Directory' } },
        { name: 'proj', projected: { sources: [{ serviceAccountToken: { path: 'token', expirationSeconds: 3607 } }] } },
      ],
    },
  };
}

function boats(group: string) {
  const schema = {
    description: 'A boat on the water.',
    type: 'object',
    required: ['spec'],
    properties: {
      spec: {
        type: 'object',
        required: ['name'],
        properties: {
          name: { type: 'string', minLength: 1, description: 'What it is called.' },
          oars: { type: 'integer', minimum: 0, maximum: 8 },
          rig: { type: 'string', enum: ['sloop', 'ketch'] },
          crew: {
            type: 'array',
            items: { type: 'object', properties: { rank: { type: 'string', pattern: '^[a-z]+$' } } },
          },
        },
      },
    },
  };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `boats.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: {
        plural: 'boats',
        singular: 'boat',
        kind: 'Boat',
        listKind: 'BoatList',
        shortNames: ['bt'],
        categories: ['fleet'],
      },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          subresources: { status: {}, scale: { specReplicasPath: '.spec.oars', statusReplicasPath: '.status.oars' } },
          schema: { openAPIV3Schema: schema },
          additionalPrinterColumns: [
            { name: 'Rig', type: 'string', jsonPath: '.spec.rig', priority: 1, description: 'What moves it' },
          ],
        },
      ],
    },
  };
}

async function prepare(api: KubeApi, namespace: string, group: string): Promise<void> {
  const meta = (name: string) => ({ name, namespace });
  await api.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  await until('the service account', () => api.get('v1', 'serviceaccounts', namespace, 'default'));
  await api.create('configmaps', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: meta('conf'),
    data: { colour: 'green' },
  });
  await api.create('secrets', {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: meta('keys'),
    stringData: { password: 'hunter2' },
  });
  await api.create('serviceaccounts', {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: meta('runner'),
    imagePullSecrets: [{ name: 'nowhere' }, { name: 'keys' }],
  });
  await api.create('resourcequotas', {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: meta('small'),
    spec: { hard: { pods: '7', configmaps: '23' } },
  });
  await api.create('limitranges', {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: meta('bounds'),
    spec: { limits: [{ type: 'PersistentVolumeClaim', min: { storage: '1Gi' }, max: { storage: '77Gi' } }] },
  });
  await api.create('customresourcedefinitions', boats(group));
  await until('the account’s rights', () => api.create('pods', fullPod(namespace)));
  await until('the pod', async () => {
    const pod = await api.get('v1', 'pods', namespace, 'full');
    const { containerStatuses = [] } = pod['status'] as {
      containerStatuses?: { restartCount: number; ready: boolean }[];
    };
    return containerStatuses.some(({ ready }) => ready) &&
      containerStatuses.some(({ restartCount }) => restartCount > 0)
      ? true
      : undefined;
  });
}

/** All that a page says once everything on it is unfolded. */
async function pageText(page: Page): Promise<string> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll<HTMLDetailsElement>('main details')) details.open = true;
  });
  return plain(
    await page.evaluate(() => {
      const values = [...document.querySelectorAll<HTMLTextAreaElement>('main textarea')].map(({ value }) => value);
      return [document.querySelector('main')?.textContent ?? '', ...values].join('\n');
    }),
  );
}

test.describe('a page tells what kubectl describe tells (TUT-08, CTL-11)', () => {
  const names = { namespace: '', group: '', kubectl: '' };

  test.beforeAll(async ({ api, state }) => {
    test.setTimeout(240_000);
    // the newest of them: it describes most
    names.kubectl = findKubectls(() => undefined).at(-1)?.path ?? '';
    names.namespace = `${state.namespace}-described`;
    names.group = `described.${state.crdGroup}`;
    await prepare(api, names.namespace, names.group);
  });

  test.afterAll(async ({ api }) => {
    await api.delete('apiextensions.k8s.io/v1', 'customresourcedefinitions', undefined, `boats.${names.group}`);
    await api.delete('v1', 'namespaces', undefined, names.namespace);
  });

  const KINDS = [
    ['pod', () => ['pod', 'full', '-n', names.namespace], () => `/namespaces/${names.namespace}/core/pods/full`],
    ['namespace', () => ['namespace', names.namespace], () => `/core/namespaces/${names.namespace}`],
    [
      'serviceaccount',
      () => ['serviceaccount', 'runner', '-n', names.namespace],
      () => `/namespaces/${names.namespace}/core/serviceaccounts/runner`,
    ],
    [
      'crd',
      () => ['crd', `boats.${names.group}`],
      () => `/apiextensions.k8s.io/customresourcedefinitions/boats.${names.group}`,
    ],
    ['node', undefined, undefined],
  ] as const;

  for (const [kind, object, path] of KINDS)
    test(kind, async ({ app, page, state, api }) => {
      const { items } = (await api.request('GET', '/api/v1/nodes?limit=1')) as {
        items: { metadata: { name: string } }[];
      };
      const node = items[0]?.metadata.name ?? '';
      const args = object?.() ?? ['node', node];
      const address = app.address(path?.() ?? `/core/nodes/${node}`);
      await app.signIn(state.tokens.admin);

      await page.goto(`${address}/events`);
      await expect(page.getByRole('table', { name: 'Events' }).or(page.getByText(/^No events/))).toBeVisible();
      const events = await pageText(page);
      await page.goto(address);
      await expect(page.getByRole('heading', { level: 2, name: 'Annotations' })).toBeVisible();
      // the page is live and kubectl is not: both are asked again until they speak of the same moment
      await expect(async () => {
        const output = execFileSync(names.kubectl, ['--kubeconfig', state.kubeconfig, 'describe', ...args], {
          encoding: 'utf8',
        });
        const values = describedValues(output);
        expect(values.length).toBeGreaterThan(3);
        const unfold = page.getByRole('button', { name: 'Unfold all' });
        for (const button of await unfold.all()) await button.click();
        await pageText(page);
        const text = `${await pageText(page)}${events}`;
        expect(values.filter((value) => !text.includes(value))).toEqual([]);
      }).toPass({ timeout: 40_000 });
    });
});
