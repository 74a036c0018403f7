import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LiveBench, type View } from '../test/live-bench.ts';

const MAPS = { resource: 'v1/configmaps', namespaces: ['shop'], labelSelector: 'test=faults' };
const MAPS_PATH = '/api/v1/namespaces/shop/configmaps';
const CRDS_PATH = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const GADGETS_PATH = '/apis/faults.example.com/v1/namespaces/shop/gadgets';

let bench: LiveBench;
/** objects that a test has made */
let made: string[] = [];

beforeAll(async () => {
  bench = await LiveBench.start();
});
afterAll(() => bench.close());
afterEach(async () => {
  const { faults } = bench.demo;
  faults.noWatchList(false);
  faults.throttle(false);
  faults.errors(0);
  faults.down(false);
  faults.expireTokens(false);
  bench.onRequest = () => {};
  bench.leaveAll();
  for (const path of made.reverse()) await bench.ask('DELETE', path).catch(() => {});
  made = [];
});

async function make(path: string, object: { readonly metadata: { readonly name: string } }): Promise<void> {
  await bench.ask('POST', path, object);
  made.push(`${path}/${object.metadata.name}`);
}

const map = (name: string, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, labels: { test: 'faults' }, ...more },
});

const gadgets = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'gadgets.faults.example.com' },
  spec: {
    group: 'faults.example.com',
    scope: 'Namespaced',
    names: { plural: 'gadgets', singular: 'gadget', kind: 'Gadget', listKind: 'GadgetList' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: { spec: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
          },
        },
        additionalPrinterColumns: [
          { name: 'Text', type: 'string', jsonPath: '.spec.text' },
          { name: 'Count', type: 'integer', jsonPath: '.spec.text' },
          { name: 'Missing', type: 'string', jsonPath: '.status.nothing[0].here' },
          { name: 'When', type: 'date', jsonPath: '.spec.text' },
        ],
      },
    ],
  },
};
const gadget = (name: string, text: unknown) => ({
  apiVersion: 'faults.example.com/v1',
  kind: 'Gadget',
  metadata: { name },
  spec: { text },
});
const GADGETS = { resource: 'faults.example.com/v1/gadgets', namespaces: ['shop'] };
/** The kind is served a moment after it was defined. */
const served = () => bench.eventually(async () => void (await bench.ask('GET', GADGETS_PATH)));

async function refused(view: View): Promise<View['state']> {
  await bench.eventually(() => expect(view.state?.problem).toBeDefined());
  return view.state;
}

describe('selectors with garbage', () => {
  it.each([
    { labelSelector: 'a in (', says: /unable to parse|found/ },
    { labelSelector: '-=!', says: /./ },
    { labelSelector: 'app=ü', says: /./ },
    { fieldSelector: 'spec.colour=blue', says: /"spec.colour" is not a known field selector/ },
    { fieldSelector: '===', says: /./ },
  ])('are refused once, in the words of the server: %o', async ({ says, ...selectors }) => {
    for (const old of [false, true]) {
      bench.demo.faults.noWatchList(old);
      const view = bench.subscribe({ resource: 'v1/configmaps', namespaces: ['shop'], ...selectors });
      const state = await refused(view);
      expect(state).toMatchObject({ state: 'denied', problem: { code: 'qd.api.bad-request' } });
      expect(state?.problem?.detail).toMatch(says);
      const asked = bench.asked.length;
      bench.clock.advance(3_600_000);
      await new Promise((resolve) => setImmediate(resolve));
      expect(bench.asked).toHaveLength(asked);
    }
  });
});

describe('hostile objects', () => {
  it('arrive as they are: thousands of labels, every script, marks of direction', async () => {
    const labels = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`label-${i}.example.com/key`, `v${i}`]));
    const note =
      'English Русский 中文 日本語 العربية עברית ไทย हिन्दी 👩‍👩‍👧 e\u0301 \u202Egpj.exe\u2066x\u2069 \u200f\u0000end';
    await make(MAPS_PATH, map('many', { labels: { ...labels, test: 'faults' } }));
    await make(MAPS_PATH, map('words', { annotations: { note } }));
    const view = bench.subscribe({ ...MAPS, fields: ['metadata.annotations.note'] });
    await bench.live(view);
    expect(view.names).toEqual(['many', 'words']);
    expect(view.row('many')?.[3]).toMatchObject({ ...labels });
    expect(view.row('words')?.at(-1)).toBe(note);
  });

  it('are shown although their columns fail, and are cut where a cell is a file', async () => {
    await make(CRDS_PATH, gadgets);
    await served();
    await make(GADGETS_PATH, gadget('long', `${'😀'.repeat(1023)}x${'😀'.repeat(50_000)}`));
    await make(GADGETS_PATH, gadget('odd', { an: 'object' }));
    await make(GADGETS_PATH, gadget('plain', '7'));
    const view = bench.subscribe(GADGETS);
    await bench.live(view);
    expect(view.names).toEqual(['long', 'odd', 'plain']);
    const cells = (name: string) => view.row(name)?.[4] as readonly unknown[];
    const text = String(cells('long')[1]);
    expect(text.length).toBeLessThanOrEqual(2049);
    // no half of a character is left
    expect(Buffer.from(text).toString()).toBe(text);
    expect(text.endsWith('…')).toBe(true);
    expect(cells('plain')).toHaveLength(5);
    expect(cells('plain').slice(3, 4)).toEqual([null]);
    expect(view.state?.problem).toBeUndefined();
  });
});

describe('what vanishes and comes back', () => {
  it('is a kind whose definition is deleted and made anew', async () => {
    await make(CRDS_PATH, gadgets);
    await served();
    await make(GADGETS_PATH, gadget('one', 'a'));
    const view = bench.subscribe(GADGETS);
    await bench.live(view);
    await bench.eventually(() => expect(view.names).toEqual(['one']), 1000);
    await bench.ask('DELETE', `${CRDS_PATH}/${gadgets.metadata.name}`);
    const deleted = bench.clock.now();
    await bench.eventually(
      () => expect(view.state).toMatchObject({ state: 'gone', problem: { code: 'qd.live.resource-unknown' } }),
      10,
    );
    // the server ends the watch: nothing waits for it to be silent for long
    expect(bench.clock.now() - deleted).toBeLessThan(60_000);
    expect(view.names).toEqual([]);
    await bench.ask('POST', CRDS_PATH, gadgets);
    await served();
    await bench.ask('POST', GADGETS_PATH, gadget('two', 'b'));
    await bench.live(view, 5000);
    await bench.eventually(() => expect(view.names).toEqual(['two']));
  });

  it('is the server behind an aggregated API', async () => {
    const { faults } = bench.demo;
    const view = bench.subscribe({ resource: 'metrics.k8s.io/v1beta1/nodes', namespaces: null });
    await bench.live(view);
    expect(view.state?.problem).toMatchObject({ code: 'qd.live.not-watchable' });
    const { names } = view;
    expect(names.length).toBeGreaterThan(0);
    faults.apiAway('v1beta1.metrics.k8s.io', true);
    await bench.eventually(
      () => expect(view.state).toMatchObject({ state: 'stale', problem: { code: 'qd.api.unavailable' } }),
      1000,
    );
    expect(view.names).toEqual(names);
    expect(view.state?.since).toBeLessThan(bench.clock.now() - 10_000);

    const newcomer = bench.subscribe({ resource: 'metrics.k8s.io/v1beta1/pods', namespaces: ['shop'] });
    await bench.eventually(
      () => expect(newcomer.state).toMatchObject({ state: 'stale', problem: { code: 'qd.api.unavailable' } }),
      1000,
    );
    faults.apiAway('v1beta1.metrics.k8s.io', false);
    await Promise.all([bench.live(view, 1000), bench.live(newcomer, 1000)]);
  });

  it('is a namespace among several that are watched', async () => {
    const view = bench.subscribe({ ...MAPS, namespaces: ['shop', 'comes-and-goes'] });
    await make(MAPS_PATH, map('stays'));
    await bench.live(view);
    await bench.ask('POST', '/api/v1/namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'comes-and-goes' },
    });
    await bench.ask('POST', '/api/v1/namespaces/comes-and-goes/configmaps', map('passes'));
    await bench.eventually(() => expect(view.names).toEqual(['passes', 'stays']));
    await bench.ask('DELETE', '/api/v1/namespaces/comes-and-goes');
    await bench.eventually(() => expect(view.names).toEqual(['stays']));
    expect(view.state).toMatchObject({ state: 'live' });
  });
});

describe('a list that is interrupted', () => {
  it('by a token that expires between two pages keeps what it has, says why, and goes on with a good token', async () => {
    const { faults } = bench.demo;
    faults.noWatchList(true);
    // the shop has a quota
    for (let i = 0; i < 130; i += 1) await make('/api/v1/namespaces/default/configmaps', map(`page-${i}`));
    bench.onRequest = (params) => {
      if (params.has('continue')) faults.expireTokens();
    };
    const view = bench.subscribe({ ...MAPS, namespaces: ['default'] });
    await bench.eventually(() =>
      expect(view.state).toMatchObject({ state: 'stale', problem: { code: 'qd.api.unauthorized' } }),
    );
    expect(view.rows.size).toBe(100);
    bench.onRequest = () => {};
    faults.expireTokens(false);
    await bench.live(view, 1000);
    expect(view.rows.size).toBe(130);
  });

  it('by a server that throttles waits as long as it asks, and says so', async () => {
    await make(MAPS_PATH, map('patient'));
    bench.demo.faults.throttle(true);
    const before = bench.asked.length;
    const view = bench.subscribe(MAPS);
    expect((await refused(view))?.problem).toMatchObject({
      code: 'qd.api.too-many-requests',
      retryAfterSeconds: 1,
    });
    const asked = bench.asked.length;
    expect(asked - before).toBe(1);
    bench.clock.advance(500);
    await new Promise((resolve) => setImmediate(resolve));
    expect(bench.asked).toHaveLength(asked);
    bench.demo.faults.throttle(false);
    await bench.live(view, 200);
    expect(view.names).toEqual(['patient']);
  });

  it('by errors of the server is read at last, and says what it waits for', async () => {
    await make(MAPS_PATH, map('stubborn'));
    bench.demo.faults.errors(1, MAPS_PATH);
    const view = bench.subscribe(MAPS);
    expect((await refused(view))?.problem).toMatchObject({ code: 'qd.api.internal' });
    await bench.eventually(
      () => expect(view.state).toMatchObject({ state: 'stale', problem: { code: 'qd.api.internal' } }),
      1000,
    );
    bench.demo.faults.errors(0);
    await bench.live(view, 1000);
    expect(view.names).toEqual(['stubborn']);
  });
});
