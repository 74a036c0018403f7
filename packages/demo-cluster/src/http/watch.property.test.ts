import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isJsonObject, type JsonObject, objectsIn, textAt } from '../json-value.ts';
import { configMap, type OpenWatch, startTestCluster, type TestCluster } from '../testing/api-client.ts';

let cluster: TestCluster;
let run = 0;

beforeAll(async () => {
  cluster = await startTestCluster({ bookmarkIntervalMs: 5 });
});
afterAll(() => cluster.close());

const nameOf = (object: JsonObject) => textAt(object, 'metadata', 'name');
const versionOf = (object: JsonObject) => textAt(object, 'metadata', 'resourceVersion');

/** What a client knows that lists once and watches from there, in pieces; it lists again when it is told that it is too late. */
class Replica {
  readonly #path: string;
  readonly #selector: string;
  readonly objects = new Map<string, JsonObject>();
  #version = '';
  #watch: OpenWatch | undefined;

  constructor(path: string, selector: string) {
    this.#path = path;
    this.#selector = selector;
  }

  async list(): Promise<JsonObject[]> {
    const { body } = await cluster.ask(`${this.#path}?labelSelector=${this.#selector}`);
    this.#version = versionOf(body);
    return objectsIn(body, 'items').map((item) => ({ apiVersion: 'v1', kind: 'ConfigMap', ...item }));
  }

  /** Breaks the watch off; the next one begins at what was read last. */
  restart(): void {
    this.#watch?.close();
    this.#watch = undefined;
  }

  /** Reads until an object of this name comes. */
  async readUntil(name: string): Promise<void> {
    for (;;) {
      if (this.#version === '') {
        this.objects.clear();
        for (const object of await this.list()) this.objects.set(nameOf(object), object);
        if (this.objects.has(name)) return;
      }
      const query = `labelSelector=${this.#selector}&resourceVersion=${this.#version}&allowWatchBookmarks=true`;
      this.#watch ??= await cluster.watch(`${this.#path}?watch=1&${query}`);
      const line = await this.#watch.next();
      if (!line || line.type === 'ERROR') {
        // an ended watch is begun again; one that is too old, after a list
        if (line) {
          expect(line.object).toMatchObject({ code: 410, reason: 'Expired' });
          this.#version = '';
        }
        this.restart();
        continue;
      }
      this.#version = versionOf(line.object);
      if (line.type === 'BOOKMARK') continue;
      if (line.type === 'DELETED') expect(this.objects.delete(nameOf(line.object))).toBe(true);
      else {
        expect(this.objects.has(nameOf(line.object))).toBe(line.type === 'MODIFIED');
        this.objects.set(nameOf(line.object), line.object);
      }
      if (nameOf(line.object) === name) return;
    }
  }
}

const name = fc.constantFrom('a', 'b', 'c', 'd');
const lot = fc.constantFrom('x', 'y');
const operation = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('create' as const), name, lot }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('patch' as const), name, lot }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('apply' as const), name, lot }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('delete' as const), name, lot }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('read' as const), name, lot }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('restart' as const), name, lot }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('forget' as const), name, lot }) },
);

test('what a watcher has put together is what a list shows', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { maxLength: 25 }), async (operations) => {
      run += 1;
      let marks = 0;
      const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: `run-${run}` } };
      await cluster.ask('/api/v1/namespaces', { body: namespace });
      const path = `/api/v1/namespaces/run-${run}/configmaps`;
      const replicas = [new Replica(path, ''), new Replica(path, 'lot%3Dx')];
      const readAll = async () => {
        marks += 1;
        const mark = `mark-${marks}`;
        const made = await cluster.ask(path, { body: configMap(mark, {}, { lot: 'x' }) });
        expect(made.code).toBe(201);
        await Promise.all(replicas.map((replica) => replica.readUntil(mark)));
      };
      await readAll();
      for (const [index, one] of operations.entries()) {
        const own = `${path}/${one.name}`;
        const content = configMap(one.name, { step: String(index % 3) }, { lot: one.lot });
        switch (one.kind) {
          case 'create':
            await cluster.ask(path, { body: content });
            break;
          case 'patch':
            await cluster.ask(own, { method: 'PATCH', type: 'application/merge-patch+json', body: content });
            break;
          case 'apply':
            await cluster.ask(`${own}?fieldManager=me&force=true`, {
              method: 'PATCH',
              type: 'application/apply-patch+yaml',
              body: content,
            });
            break;
          case 'delete':
            await cluster.ask(own, { method: 'DELETE' });
            break;
          case 'read':
            await readAll();
            break;
          case 'restart':
            for (const replica of replicas) replica.restart();
            break;
          case 'forget':
            cluster.faults.gone();
            for (const replica of replicas) replica.restart();
        }
      }
      await readAll();
      for (const replica of replicas) {
        replica.restart();
        const fresh = (await replica.list()).filter(isJsonObject);
        expect([...replica.objects.values()].toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))).toEqual(fresh);
      }
    }),
    { numRuns: 12 },
  );
});
