import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { DiscoveredResource, KubeObject, ObjectRef } from '../api/kube-object.ts';
import { startAllWords } from '../i18n/test/start-all-words.ts';
import { LiveClientContext } from '../live/live-context.ts';
import { FakeLiveSource } from '../live/test/fake-live-source.ts';
import GrantsSection from './account/grants-section.tsx';
import RightsSection from './account/rights-section.tsx';
import TokensSection from './account/tokens-section.tsx';
import SchemaSection from './crd/schema-section.tsx';
import VersionsSection from './crd/versions-section.tsx';
import RunsView from './cronjob/runs-view.tsx';
import DaemonSetView from './daemonset/daemonset-view.tsx';
import MessageSection from './event/message-section.tsx';
import ProgressView from './job/progress-view.tsx';
import PhaseSection from './namespace/phase-section.tsx';
import QuotaSection from './namespace/quota-section.tsx';
import AllocatedSection from './node/allocated-section.tsx';
import DiagnosisSection from './node/diagnosis-section.tsx';
import EvictionsSection from './node/evictions-section.tsx';
import ImagesSection from './node/images-section.tsx';
import SystemSection from './node/system-section.tsx';
import ContainersSection from './pod/containers-section.tsx';
import PlacementSection from './pod/placement-section.tsx';
import PodHeadline from './pod/pod-headline.tsx';
import StartUpSection from './pod/start-up-section.tsx';
import VolumesSection from './pod/volumes-section.tsx';
import BindingSection from './rbac/binding-section.tsx';
import GrantedSection from './rbac/granted-section.tsx';
import SchedulingView from './scheduling/scheduling-view.tsx';
import StatefulSetView from './statefulset/statefulset-view.tsx';
import TemplateView from './workload/template-view.tsx';

const resource: DiscoveredResource = {
  group: '',
  version: 'v1',
  resource: 'pods',
  kind: 'Pod',
  singular: 'pod',
  shortNames: [],
  categories: [],
  namespaced: true,
  verbs: [],
};
const target: ObjectRef = { cluster: 'c', resource, namespace: 'team', name: 'odd' };
const SECTIONS = {
  AllocatedSection,
  BindingSection,
  ContainersSection,
  DaemonSetView,
  DiagnosisSection,
  EvictionsSection,
  GrantedSection,
  GrantsSection,
  ImagesSection,
  MessageSection,
  PhaseSection,
  PlacementSection,
  PodHeadline,
  ProgressView,
  QuotaSection,
  RightsSection,
  RunsView,
  SchedulingView,
  SchemaSection,
  StartUpSection,
  StatefulSetView,
  SystemSection,
  TemplateView,
  TokensSection,
  VersionsSection,
  VolumesSection,
};

/** Takes the place of every field that a section may read. */
const odd = (value: unknown): Readonly<Record<string, unknown>> => ({
  spec: {
    ...Object.fromEntries(
      ['affinity', 'tolerations', 'securityContext', 'dnsConfig', 'hostAliases', 'names', 'conversion', 'template'].map(
        (field) => [field, value],
      ),
    ),
    containers: [value, { name: value, env: value, ports: value, resources: value, livenessProbe: value }],
    initContainers: value,
    ...{ schedule: value, timeZone: value, concurrencyPolicy: value, startingDeadlineSeconds: value },
    ...{ completions: value, completionMode: 'Indexed', parallelism: value, backoffLimit: value },
    volumes: [value, { name: 'v', mystery: value }],
    versions: [value, { name: 'v1', schema: { openAPIV3Schema: { properties: { a: value } } } }],
  },
  status: {
    conditions: [value, { type: value, status: 'True' }],
    containerStatuses: [value],
    capacity: value,
    allocatable: { cpu: value },
    images: [value, { names: value }],
    nodeInfo: value,
    ...{ startTime: value, active: value, failed: value, completedIndexes: value, lastScheduleTime: value },
  },
  involvedObject: value,
  message: value,
  secrets: value,
  rules: value,
  subjects: value,
  roleRef: value,
  aggregationRule: value,
});
const ODDITIES: readonly unknown[] = [
  null,
  7,
  true,
  'text',
  '\u202e<img src=x onerror=alert(1)>',
  [],
  [null, 3],
  {},
  { a: [{}] },
];

const metadata = { name: 'odd', namespace: 'team', uid: 'u' };

function show(Section: (typeof SECTIONS)[keyof typeof SECTIONS], object: KubeObject) {
  return render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <LiveClientContext value={new FakeLiveSource()}>
          <Section target={target} object={object} />
        </LiveClientContext>
      </QueryClientProvider>
    </MantineProvider>,
  );
}

beforeAll(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  vi.stubGlobal('fetch', () => Promise.reject(new Error('no network in tests')));
  await startAllWords();
});
afterEach(cleanup);

describe('an object without anything, or with odd fields, does not break its page', () => {
  test.each(Object.entries(SECTIONS))('%s', (_, Section) => {
    show(Section, { apiVersion: 'v1', kind: 'Pod', metadata });
    cleanup();
    for (const oddity of ODDITIES) {
      const { container } = show(Section, { apiVersion: 'v1', kind: 'Pod', metadata, ...odd(oddity) });
      expect(container.querySelector('img, script')).toBeNull();
      expect(container.textContent).not.toContain('\u202e');
      cleanup();
    }
  });
});

test('200 containers with their environment fit on a page; what is folded is not drawn', () => {
  const containers = Array.from({ length: 200 }, (_, i) => ({
    name: `c${i}`,
    image: 'x',
    env: Array.from({ length: 50 }, (__, j) => ({ name: `V${j}`, value: `${i}` })),
  }));
  const { container } = show(ContainersSection, { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers } });
  expect(screen.getAllByRole('heading', { level: 3 })).toHaveLength(200);
  expect(container.querySelectorAll('td')).toHaveLength(0);
});

test('a variable is resolved when the environment is unfolded; a Secret is not read before somebody asks', async () => {
  const asked: string[] = [];
  const answers = new Map([
    ['conf', { data: { colour: 'green' } }],
    ['keys', { data: { other: 'aHVudGVyMg==' } }],
  ]);
  vi.stubGlobal('fetch', (path: string) => {
    asked.push(path);
    const body = answers.get(path.split('/').at(-1) ?? '');
    return Promise.resolve(
      new Response(JSON.stringify(body ?? { kind: 'Status', code: 404, reason: 'NotFound' }), {
        status: body === undefined ? 404 : 200,
        headers: { 'content-type': 'application/json' },
      }),
    );
  });
  const valueFrom = (field: string, name: string, key: string) => ({ valueFrom: { [field]: { name, key } } });
  const env = [
    { name: 'COLOUR', ...valueFrom('configMapKeyRef', 'conf', 'colour') },
    { name: 'LOST', ...valueFrom('configMapKeyRef', 'nowhere', 'x') },
    { name: 'PASSWORD', ...valueFrom('secretKeyRef', 'keys', 'password') },
  ];
  const spec = { containers: [{ name: 'app', image: 'x', env }] };
  const { container } = show(ContainersSection, { apiVersion: 'v1', kind: 'Pod', metadata, spec });
  expect(asked).toEqual([]);

  const details = container.querySelector('details');
  if (details === null) throw new Error('no environment');
  details.open = true;
  await act(async () => void fireEvent(details, new Event('toggle')));
  const row = (name: string) => within(screen.getByRole('row', { name: new RegExp(`^${name}`) }));
  expect(await row('COLOUR').findByText('green')).toBeDefined();
  expect(row('LOST').getByText(/does not exist: the container cannot start/)).toBeDefined();
  expect(row('PASSWORD').getByRole('img', { name: /Masked/ })).toBeDefined();
  expect(asked.filter((path) => path.includes('/secrets/'))).toEqual([]);

  fireEvent.click(screen.getByRole('button', { name: 'Check its keys in 1 Secret' }));
  expect(await row('PASSWORD').findByText(/no such key: the container cannot start/)).toBeDefined();
  expect(container.textContent).not.toMatch(/hunter2|aHVudGVyMg/);
});
