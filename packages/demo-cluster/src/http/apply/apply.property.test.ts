import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { cloneJson, type JsonObject } from '../../json-value.ts';
import type { Schema } from '../../schema/schema.ts';
import type { DemoObject } from '../../store.ts';
import { recordUpdate } from '../managed-fields.ts';
import { applyConfig } from './apply-config.ts';
import { difference, intersection, pathsOf, union } from './field-set.ts';
import { type Manager, readManagers, type Writer, writeManagers } from './managers.ts';
import { withMetadata } from './schema-walk.ts';

// many runs on a machine that may be busy
vi.setConfig({ testTimeout: 60_000 });

const MAP: Schema = { type: 'object', additionalProperties: { type: 'string' } };
const SCHEMA = withMetadata({
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: {
        size: { type: 'integer' },
        labels: MAP,
        whole: { ...MAP, mapType: 'atomic' },
        tags: { type: 'array', listType: 'set', items: { type: 'string' } },
        items: {
          type: 'array',
          listType: 'map',
          listMapKeys: ['name'],
          items: { type: 'object', properties: { name: { type: 'string' }, value: { type: 'string' }, more: MAP } },
        },
      },
    },
  },
});

const few = fc.constantFrom('a', 'b', 'c');
const map = fc.dictionary(few, few, { maxKeys: 3, noNullPrototype: true });
const item = fc.record({ name: few, value: few, more: map }, { requiredKeys: ['name'], noNullPrototype: true });
const spec = fc.record(
  {
    size: fc.integer({ min: 0, max: 2 }),
    labels: map,
    whole: map,
    tags: fc.uniqueArray(few, { maxLength: 3 }),
    items: fc.uniqueArray(item, { maxLength: 3, selector: ({ name }) => name }),
  },
  { requiredKeys: [], noNullPrototype: true },
);

const objectOf = (content: JsonObject): DemoObject => ({
  apiVersion: 'v1',
  kind: 'Thing',
  metadata: { name: 'x', uid: 'u', resourceVersion: '1', creationTimestamp: '2026-11-21T12:00:00Z' },
  spec: content,
});
const EMPTY = objectOf({});

const writerOf = (manager: string, operation: Writer['operation']): Writer => ({
  manager,
  operation,
  apiVersion: 'v1',
  subresource: '',
  time: '2026-11-21T12:00:00Z',
});

interface State {
  readonly object: DemoObject;
  readonly managers: readonly Manager[];
}

function applied({ object, managers }: State, manager: string, content: JsonObject, force = true): State {
  const config = objectOf(cloneJson(content));
  const options = { force, hasStatus: false };
  return applyConfig(SCHEMA, object, config, managers, writerOf(manager, 'Apply'), options);
}

function updated({ object, managers }: State, manager: string, content: JsonObject): State {
  const draft = objectOf(cloneJson(content));
  const known = writeManagers(managers);
  const live = known ? { ...object, metadata: { ...object.metadata, managedFields: known } } : object;
  recordUpdate(draft, live, undefined, {
    schema: SCHEMA,
    writer: writerOf(manager, 'Update'),
    hasStatus: false,
    builtIn: false,
  });
  return { object: draft, managers: readManagers(draft.metadata.managedFields) ?? [] };
}

const step = fc.record({ kind: fc.constantFrom('apply', 'update'), manager: fc.constantFrom('p', 'q'), content: spec });
const steps = fc.array(step, { maxLength: 8 });
const play = (list: readonly { kind: string; manager: string; content: JsonObject }[], start: State): State =>
  list.reduce(
    (state, { kind, manager, content }) => (kind === 'apply' ? applied : updated)(state, manager, content),
    start,
  );
const BEGIN: State = applied({ object: EMPTY, managers: [] }, 'first', { size: 0 });

/** paths of maps, lists and items, and of what is in an item */
const CONTAINER = /\.(?:spec|labels|more|items|tags)$|\.items\[/;

test('applying the same again changes nothing', () => {
  fc.assert(
    fc.property(steps, spec, (before, content) => {
      const once = applied(play(before, BEGIN), 'p', content);
      const twice = applied(once, 'p', content);
      expect(twice.object).toEqual(once.object);
      expect(writeManagers(twice.managers)).toEqual(writeManagers(once.managers));
    }),
  );
});

test('what is applied is there', () => {
  fc.assert(
    fc.property(steps, spec, (before, content) => {
      const { object } = applied(play(before, BEGIN), 'p', content);
      const again = applied({ object, managers: [] }, 'p', content);
      expect(again.object['spec']).toEqual(object['spec']);
    }),
  );
});

/** The order of sets and of items is that of who applied last; it belongs to nobody. */
function unordered(object: DemoObject): JsonObject {
  const sorted = (list: unknown) => (Array.isArray(list) ? list.map((one) => JSON.stringify(one)).sort() : list);
  const { tags, items, ...rest } = object['spec'] as JsonObject;
  return { ...rest, tags: sorted(tags), items: sorted(items) };
}

test('without force, others keep what they own, with its value', () => {
  fc.assert(
    fc.property(spec, spec, (one, other) => {
      const alone = applied(BEGIN, 'p', one);
      let both: State;
      try {
        both = applied(alone, 'q', other, false);
      } catch (error) {
        expect((error as Error).message).toMatch(/^Apply failed with \d+ conflicts?: conflict/);
        return;
      }
      const again = applied(both, 'p', one, false);
      expect(unordered(again.object)).toEqual(unordered(both.object));
      expect(writeManagers(again.managers)).toEqual(writeManagers(both.managers));
    }),
  );
});

test('an applier that lists nothing takes away exactly what nobody else owns', () => {
  fc.assert(
    fc.property(steps, spec, (before, content) => {
      const state = applied(play(before, BEGIN), 'p', content);
      const after = applied(state, 'p', {});
      const others = state.managers.filter(({ manager, operation }) => manager !== 'p' || operation !== 'Apply');
      let owned = others[0]?.fields;
      for (const { fields } of others) owned = union(owned, fields);
      const still = after.managers.filter(({ manager, operation }) => manager !== 'p' || operation !== 'Apply');
      let kept = still[0]?.fields;
      for (const { fields } of still) kept = union(kept, fields);
      // maps and lists that end empty are gone, and so is what hangs on an item that goes
      const lost = [...pathsOf(difference(owned, kept))].filter((path) => !CONTAINER.test(path));
      expect(lost).toEqual([]);
      expect(after.managers.some(({ manager, operation }) => manager === 'p' && operation === 'Apply')).toBe(true);
    }),
  );
});

test('no field has two owners by update', () => {
  fc.assert(
    fc.property(steps, (list) => {
      const { managers } = play(list, BEGIN);
      const updaters = managers.filter(({ operation }) => operation === 'Update');
      for (const [index, one] of updaters.entries())
        for (const other of updaters.slice(index + 1))
          expect([...pathsOf(intersection(one.fields, other.fields))]).toEqual([]);
    }),
  );
});

test.each([
  ['union', union],
  ['difference', difference],
  ['intersection', intersection],
] as const)('%s of field sets is that of their paths', (name, operation) => {
  const sets = spec.map((content) => applied({ object: EMPTY, managers: [] }, 'p', content).managers[0]?.fields);
  fc.assert(
    fc.property(sets, sets, (a, b) => {
      const left = new Set(pathsOf(a));
      const right = new Set(pathsOf(b));
      const expected =
        name === 'union'
          ? [...left, ...[...right].filter((path) => !left.has(path))]
          : [...left].filter((path) => right.has(path) === (name === 'intersection'));
      expect([...pathsOf(operation(a, b))].sort()).toEqual(expected.sort());
    }),
  );
});
