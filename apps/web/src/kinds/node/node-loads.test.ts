// @vitest-environment jsdom
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { fakeResource } from '../../api/fake-resource.ts';
import { loadWords } from '../../i18n/i18n.ts';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import { placedPodsQuery } from '../../live/node-pods.ts';
import { type Row, rowOfWire } from '../../live/row.ts';
import { RowReader } from '../../live/row-reader.ts';
import { FakeLiveSource } from '../../live/test/fake-live-source.ts';
import { ManualClock } from '../../live/test/manual-clock.ts';
import type { BesideInput, ExtraColumn } from '../define-kind.ts';
import { loadColumns } from './load-columns.ts';
import { follow } from './node-loads.ts';

const METRICS = fakeResource('metrics.k8s.io/v1beta1/nodes', 'NodeMetrics', { namespaced: false });
const WHOLES = ['cpu', 'memory', 'pods'].map((name) => `status.allocatable.${name}`);
const NODE = rowOfWire(['n', '', 'node-1', 0, null, [], '2', '4Gi', '110']);

beforeAll(() => startAllWords());
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** What columns show of the node, after what was told last. */
function start(columns: readonly ExtraColumn[], resources = [METRICS], node = NODE) {
  const clock = new ManualClock();
  const source = new FakeLiveSource();
  const paths = columns.flatMap(({ fields = [] }) => fields.filter((path) => path.startsWith('@')));
  const reader = new RowReader([], [...WHOLES, ...paths]);
  let row: Row = node;
  let told = 0;
  const tell: BesideInput['tell'] = (valuesOf) => {
    told += 1;
    row = {
      ...node,
      fields: [...WHOLES.map((_, i) => node.fields[i]), ...valuesOf(node, (path) => node.fields[WHOLES.indexOf(path)])],
    };
  };
  const stop = follow({ cluster: 'c', namespaces: null, resources, source, paths, tell }, clock);
  const shown = () =>
    columns.map((column) => {
      const view = reader.view(row);
      return [column.text(view), column.describe?.(view, (key) => key)].filter((text) => text !== '').join(': ');
    });
  return { clock, source, stop, shown, told: () => told, reader, row: () => row };
}

const pod = (uid: string, node: string, cpu: string, memory: string) =>
  rowOfPod(uid, node, [{ requests: { cpu, memory }, limits: { cpu: '1' } }]);
function rowOfPod(uid: string, node: string, resources: readonly object[] | null) {
  const { fields } = placedPodsQuery('c');
  const values = fields.map((path) =>
    path === 'spec.containers[*].resources' ? resources : path === 'spec.nodeName' ? node : null,
  );
  return [uid, 'ns', uid, 0, null, ['Running'], ...values] as const;
}

const ofPods = loadColumns.filter(({ of }) => of === '/pods');
const ofMetrics = loadColumns.filter(({ of }) => of !== '/pods');

it('adds up what the pods of a node ask for, as they come and go (OPS-181)', () => {
  const { source, clock, shown, told, stop } = start(ofPods);
  expect(source.queries).toEqual([placedPodsQuery('c')]);
  source.columns({ name: 'Status' });
  source.rows([pod('a', 'node-1', '500m', '1Gi'), pod('b', 'node-1', '250m', '512Mi'), pod('x', 'node-2', '2', '9Gi')]);
  clock.advance(500);
  // the list is not complete yet
  expect(shown()).toEqual(['', '', '', '', '']);
  source.status({ state: 'live' });
  clock.advance(500);
  expect(shown()).toEqual(['750m (37%)', '1.5Gi (37%)', '2000m (100%)', '0Mi (0%)', '2 (1%)']);
  const before = told();
  for (const uid of ['c', 'd', 'e']) source.rows([pod(uid, 'node-1', '100m', '100Mi')]);
  source.rows([pod('b', 'node-1', '50m', '12Mi')], { remove: ['a'] });
  clock.advance(500);
  expect(told()).toBe(before + 1);
  expect(shown()).toEqual(['350m (17%)', '312Mi (7%)', '4000m (200%)', '0Mi (0%)', '4 (3%)']);
  stop();
  expect(source.queries).toEqual([]);
});

it('says that it does not know where pods may not be listed, or one is not known', () => {
  const { source, clock, shown } = start(ofPods);
  source.columns({ name: 'Status' });
  source.rows([rowOfPod('a', 'node-1', null)]);
  source.status({ state: 'live' });
  clock.advance(500);
  expect(shown()[0]).toBe('–: What its pods ask for cannot be read');
  source.rows([], { remove: ['a'] });
  clock.advance(500);
  expect(shown()[0]).toBe('0m (0%)');
  source.status({ state: 'denied' });
  clock.advance(500);
  expect(new Set(shown())).toEqual(new Set(['–: What its pods ask for cannot be read']));
});

it('reads again and again what a node uses, and forgets it when it cannot (OPS-187)', async () => {
  let usage: object | undefined = { cpu: '1875m', memory: '2Gi' };
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path);
    return usage === undefined
      ? Response.json({}, { status: 503 })
      : Response.json({ items: [{ metadata: { name: 'node-1' }, usage }] });
  });
  const { source, clock, shown, reader, row, stop } = start(ofMetrics);
  expect(source.queries).toEqual([]);
  await vi.waitFor(() => {
    clock.advance(500);
    expect(shown()).toEqual(['1875m (93%)', '2.0Gi (50%)']);
  });
  const [cpu, memory] = ofMetrics.map((column) => column.draw?.(reader.view(row())));
  expect([cpu, memory]).toEqual([
    { share: 0.9375, tone: 'warning' },
    { share: 0.5, tone: 'ok' },
  ]);
  usage = undefined;
  await vi.waitFor(() => {
    clock.advance(15_000);
    expect(shown()[0]).toBe('–: What it uses is not known: no metrics of it can be read');
  });
  expect(asked[0]).toContain('/apis/metrics.k8s.io/v1beta1/nodes');
  stop();
  const count = asked.length;
  clock.advance(60_000);
  expect(asked).toHaveLength(count);
});

it('reads nothing for a hidden tab, and at once when it is looked at again', async () => {
  const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(false);
  const look = (now: boolean) => {
    hidden.mockReturnValue(!now);
    document.dispatchEvent(new Event('visibilitychange'));
  };
  let cores = 0;
  const fetched = vi.fn(async () => {
    cores += 1;
    return Response.json({ items: [{ metadata: { name: 'node-1' }, usage: { cpu: String(cores), memory: '0' } }] });
  });
  vi.stubGlobal('fetch', fetched);
  const { clock, shown, stop } = start(ofMetrics);
  await vi.waitFor(() => {
    clock.advance(500);
    expect(shown()[0]).toBe('1000m (50%)');
  });
  look(false);
  // not long enough away for anything to be missed
  look(true);
  expect(fetched).toHaveBeenCalledTimes(1);
  look(false);
  clock.advance(60_000);
  expect(fetched).toHaveBeenCalledTimes(1);
  look(true);
  expect(fetched).toHaveBeenCalledTimes(2);
  await vi.waitFor(() => {
    clock.advance(500);
    expect(shown()[0]).toBe('2000m (100%)');
  });
  stop();
  look(false);
  look(true);
  expect(fetched).toHaveBeenCalledTimes(2);
});

it('tells nothing after its end, not even that its words have come', async () => {
  vi.stubGlobal('fetch', () => new Promise(() => {}));
  const { clock, told, stop } = start(ofMetrics);
  stop();
  await loadWords(['nodes']);
  clock.advance(60_000);
  expect(told()).toBe(0);
});

it('asks for no metrics where none are served', async () => {
  const fetched = vi.fn();
  vi.stubGlobal('fetch', fetched);
  const { clock, shown } = start(ofMetrics, []);
  await vi.waitFor(() => {
    clock.advance(500);
    expect(shown()[0]).toBe('–: What it uses is not known: no metrics of it can be read');
  });
  expect(fetched).not.toHaveBeenCalled();
});

it('shows nothing of a node that nothing is known of yet, and an amount alone where the node says nothing', () => {
  const { source, clock, shown, stop } = start(ofPods, [], rowOfWire(['n', '', 'node-1', 0, null, [], '0']));
  expect(shown()).toEqual(['', '', '', '', '']);
  source.columns({ name: 'Status' });
  source.rows([pod('a', 'node-1', '250m', '5Gi')]);
  source.status({ state: 'live' });
  clock.advance(500);
  expect(shown()).toEqual(['250m', '5.0Gi', '1000m', '0Mi', '1']);
  stop();
});
