import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MemoryStore } from './memory-store.ts';
import type { StoreEvent } from './store.ts';

const PODS = { group: '', resource: 'pods' };
const MAPS = { group: '', resource: 'configmaps' };

function makeStore(now = { value: 0 }) {
  return new MemoryStore({
    now: () => now.value,
    hasGeneration: ({ resource }) => resource === 'pods',
    prepare: () => undefined,
  });
}

const on = (store: MemoryStore) => {
  const events: string[] = [];
  store.onEvent(({ type, object }) => events.push(`${type} ${object.metadata.name}`));
  return events;
};

test('lists in the order of namespaces and names', () => {
  const store = makeStore();
  for (const [namespace, name] of [
    ['b', 'a'],
    ['a', 'z'],
    ['a', 'b'],
  ] as const)
    store.create(MAPS, { metadata: { name, namespace } });
  expect(store.list(MAPS).map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).toEqual([
    'a/b',
    'a/z',
    'b/a',
  ]);
});

test('generation counts changes of anything but metadata and status', () => {
  const store = makeStore();
  store.create(PODS, { metadata: { name: 'p', namespace: 'n' }, spec: { a: 1 } });
  const generations = [
    (draft: Record<string, unknown>) => Object.assign(draft, { status: { phase: 'Running' } }),
    (draft: Record<string, unknown>) => Object.assign(draft, { spec: { a: 2 } }),
  ].map((change) => store.update(PODS, 'n', 'p', change)?.metadata.generation);
  expect(generations).toEqual([1, 2]);
});

test('an update that changes nothing is no event', () => {
  const store = makeStore();
  const before = store.create(MAPS, { metadata: { name: 'm', namespace: 'n' }, data: { a: '1' } });
  const events = on(store);
  expect(store.update(MAPS, 'n', 'm', (draft) => Object.assign(draft, { data: { a: '1' } }))).toBe(before);
  expect(events).toEqual([]);
});

test('what identifies an object cannot be changed', () => {
  const store = makeStore();
  const { metadata } = store.create(MAPS, { metadata: { name: 'm', namespace: 'n' } });
  const after = store.update(MAPS, 'n', 'm', (draft) => {
    Object.assign(draft.metadata, { name: 'x', uid: 'x', namespace: 'x', creationTimestamp: 'x', labels: { a: 'b' } });
  });
  expect(after?.metadata).toEqual({
    ...metadata,
    resourceVersion: after?.metadata.resourceVersion,
    labels: { a: 'b' },
  });
});

test('all listeners see the same order, also when one of them writes', () => {
  const store = makeStore();
  store.onEvent(({ type, object }) => {
    if (type === 'ADDED' && object.metadata.name === 'a') store.create(MAPS, { metadata: { name: 'b' } });
  });
  const events = on(store);
  store.create(MAPS, { metadata: { name: 'a' } });
  expect(events).toEqual(['ADDED a', 'ADDED b']);
});

describe('deletion', () => {
  const podOn = (store: MemoryStore, nodeName: string, phase = 'Running') =>
    store.create(PODS, {
      metadata: { name: 'p', namespace: 'n' },
      spec: { nodeName, terminationGracePeriodSeconds: 10 },
      status: { phase },
    });

  test.each([
    ['a running pod waits', 'node', 'Running', undefined, 10],
    ['as long as it is asked to', 'node', 'Running', 3, 3],
    ['not without a node', '', 'Pending', undefined, undefined],
    ['not when it is done', 'node', 'Succeeded', undefined, undefined],
    ['not with zero seconds', 'node', 'Running', 0, undefined],
  ])('%s', (_case, node, phase, graceSeconds, expected) => {
    const store = makeStore();
    podOn(store, node, phase);
    store.delete(PODS, 'n', 'p', graceSeconds === undefined ? {} : { graceSeconds });
    expect(store.get(PODS, 'n', 'p')?.metadata.deletionGracePeriodSeconds).toBe(expected);
  });

  test('a second deletion can shorten the wait, not lengthen it', () => {
    const store = makeStore();
    podOn(store, 'node');
    for (const graceSeconds of [5, 8]) store.delete(PODS, 'n', 'p', { graceSeconds });
    expect(store.get(PODS, 'n', 'p')?.metadata.deletionGracePeriodSeconds).toBe(5);
  });

  test.each([
    ['Foreground', ['foregroundDeletion']],
    ['Orphan', ['orphan']],
    ['Background', undefined],
  ] as const)('%s propagation leaves the finalizers %j', (propagation, finalizers) => {
    const store = makeStore();
    store.create(MAPS, { metadata: { name: 'm', namespace: 'n' } });
    store.delete(MAPS, 'n', 'm', { propagation });
    expect(store.get(MAPS, 'n', 'm')?.metadata.finalizers).toEqual(finalizers);
  });

  test('force heeds nothing', () => {
    const store = makeStore();
    store.create(PODS, { metadata: { name: 'p', namespace: 'n', finalizers: ['a/b'] }, spec: { nodeName: 'x' } });
    store.delete(PODS, 'n', 'p', { force: true });
    expect(store.get(PODS, 'n', 'p')).toBeUndefined();
  });
});

test('old history is forgotten, and says so', () => {
  const store = makeStore();
  const start = store.version();
  for (let index = 0; index < 20_000; index += 1) store.create(MAPS, { metadata: { name: `m${index}` } });
  expect(store.eventsAfter(MAPS, start)).toBeUndefined();
  expect(store.eventsAfter(MAPS, store.version() - 3)).toHaveLength(3);
  store.forgetHistory();
  expect(store.eventsAfter(MAPS, store.version() - 1)).toBeUndefined();
  expect(store.eventsAfter(MAPS, store.version())).toEqual([]);
});

/** What a client knows after a list and the events since. */
function replay(start: Map<string, string>, events: readonly StoreEvent[]): Map<string, string> {
  const known = new Map(start);
  for (const { type, object } of events) {
    if (type === 'DELETED') known.delete(object.metadata.name);
    else known.set(object.metadata.name, object.metadata.resourceVersion);
  }
  return known;
}

test('a list and the events since give the same as a fresh list, whatever happened', () => {
  const step = fc.record({
    name: fc.constantFrom('a', 'b', 'c', 'd'),
    kind: fc.constantFrom('create', 'update', 'delete', 'hold'),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.nat(60), (steps, cut) => {
      const store = makeStore();
      const state = () => new Map(store.list(MAPS).map(({ metadata }) => [metadata.name, metadata.resourceVersion]));
      let start = { state: state(), version: store.version() };
      steps.forEach(({ name, kind }, index) => {
        if (index === cut) start = { state: state(), version: store.version() };
        const exists = store.get(MAPS, 'n', name) !== undefined;
        if (kind === 'create' && !exists) store.create(MAPS, { metadata: { name, namespace: 'n' } });
        if (kind === 'update') store.update(MAPS, 'n', name, (draft) => Object.assign(draft, { data: { index } }));
        if (kind === 'delete') store.delete(MAPS, 'n', name);
        if (kind === 'hold')
          store.update(MAPS, 'n', name, (draft) => {
            draft.metadata.finalizers = draft.metadata.finalizers ? [] : ['a/b'];
          });
      });
      expect(replay(start.state, store.eventsAfter(MAPS, start.version) ?? [])).toEqual(state());
    }),
  );
});
