import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { objectsIn, textAt, valueAt } from '../json-value.ts';
import { configMap, type OpenWatch, startTestCluster, TABLE, type TestCluster } from '../testing/api-client.ts';

const MAPS = '/api/v1/namespaces/default/configmaps';
const INITIAL = 'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
let cluster: TestCluster;

beforeAll(async () => {
  cluster = await startTestCluster();
});
afterAll(() => cluster.close());

const version = async () => textAt((await cluster.ask(MAPS)).body, 'metadata', 'resourceVersion');
const put = (name: string, labels: Record<string, string>) =>
  cluster.ask(`${MAPS}/${name}`, { method: 'PUT', body: configMap(name, {}, labels) });

async function seen(watch: OpenWatch, count: number): Promise<string[]> {
  const lines: string[] = [];
  while (lines.length < count) {
    const line = await watch.next();
    if (!line) break;
    lines.push(`${line.type} ${textAt(line.object, 'metadata', 'name')}`);
  }
  return lines;
}

test('changes arrive in order', async () => {
  const watch = await cluster.watch(`${MAPS}?watch=1&resourceVersion=${await version()}`);
  await cluster.ask(MAPS, { body: configMap('a') });
  await put('a', { x: '1' });
  await cluster.ask(`${MAPS}/a`, { method: 'DELETE' });
  expect(await seen(watch, 3)).toEqual(['ADDED a', 'MODIFIED a', 'DELETED a']);
  watch.close();
});

test('a watch from the past replays what happened since', async () => {
  const before = await version();
  await cluster.ask(MAPS, { body: configMap('b') });
  await cluster.ask(`${MAPS}/b`, { method: 'DELETE' });
  const watch = await cluster.watch(`${MAPS}?watch=true&resourceVersion=${before}`);
  expect(await seen(watch, 2)).toEqual(['ADDED b', 'DELETED b']);
  watch.close();
});

test('what comes into the selection is added, what leaves it is deleted as it was', async () => {
  const watch = await cluster.watch(`${MAPS}?watch&labelSelector=x%3D1&resourceVersion=${await version()}`);
  await cluster.ask(MAPS, { body: configMap('c', {}, { x: '0' }) });
  await put('c', { x: '1' });
  await put('c', { x: '1', y: '1' });
  await put('c', { x: '2' });
  expect(await seen(watch, 2)).toEqual(['ADDED c', 'MODIFIED c']);
  const last = await watch.next();
  expect([last?.type, valueAt(last?.object, 'metadata', 'labels')]).toEqual(['DELETED', { x: '1', y: '1' }]);
  watch.close();
});

test('a field selector on the name sees that object only', async () => {
  const watch = await cluster.watch(
    `${MAPS}?watch=1&fieldSelector=metadata.name%3De&resourceVersion=${await version()}`,
  );
  await cluster.ask(MAPS, { body: configMap('d') });
  await cluster.ask(MAPS, { body: configMap('e') });
  expect(await seen(watch, 1)).toEqual(['ADDED e']);
  watch.close();
});

describe('WatchList', () => {
  test('objects first, then the mark, then changes', async () => {
    const watch = await cluster.watch(`${MAPS}?watch=1&${INITIAL}&labelSelector=wl`);
    await cluster.ask(MAPS, { body: configMap('f', {}, { wl: '' }) });
    const mark = await watch.next();
    expect(mark?.type).toBe('BOOKMARK');
    expect(valueAt(mark?.object, 'metadata', 'annotations')).toEqual({ 'k8s.io/initial-events-end': 'true' });
    expect(await seen(watch, 1)).toEqual(['ADDED f']);
    watch.close();
  });

  test('as tables: columns once, the mark in the row', async () => {
    const watch = await cluster.watch(`${MAPS}?watch=1&${INITIAL}&fieldSelector=metadata.name%3Dkube-root-ca.crt`, {
      accept: TABLE,
    });
    const first = await watch.next();
    const mark = await watch.next();
    expect(objectsIn(first?.object, 'columnDefinitions')).toHaveLength(3);
    expect([mark?.type, valueAt(mark?.object, 'columnDefinitions')]).toEqual(['BOOKMARK', null]);
    const [row] = objectsIn(mark?.object, 'rows');
    expect(valueAt(row, 'object', 'metadata', 'annotations')).toEqual({ 'k8s.io/initial-events-end': 'true' });
    watch.close();
  });

  test('needs NotOlderThan', async () => {
    const answer = await cluster.ask(`${MAPS}?watch=1&sendInitialEvents=true`);
    expect([answer.code, answer.body['reason']]).toEqual([422, 'Invalid']);
  });
});

test('a bookmark says goodbye at the end of timeoutSeconds', async () => {
  const query = `?watch=1&timeoutSeconds=1&allowWatchBookmarks=true&resourceVersion=${await version()}`;
  const watch = await cluster.watch(`/api/v1/namespaces/default/secrets${query}`);
  expect((await watch.next())?.type).toBe('BOOKMARK');
  expect(await watch.next()).toBeUndefined();
});

describe('faults', () => {
  test('gone() makes old versions answer 410', async () => {
    const before = await version();
    cluster.faults.gone();
    const watch = await cluster.watch(`${MAPS}?watch=1&resourceVersion=${before}`);
    const line = await watch.next();
    expect([line?.type, line?.object['code'], line?.object['reason']]).toEqual(['ERROR', 410, 'Expired']);
    expect(await watch.next()).toBeUndefined();
  });

  test('dropWatches() ends every watch', async () => {
    const watch = await cluster.watch(`${MAPS}?watch=1&resourceVersion=${await version()}`);
    cluster.faults.dropWatches();
    expect(await watch.next()).toBeUndefined();
  });

  test('silence() holds events back and loses none', async () => {
    const watch = await cluster.watch(`${MAPS}?watch=1&resourceVersion=${await version()}`);
    cluster.faults.silence(true);
    await cluster.ask(MAPS, { body: configMap('quiet') });
    const line = seen(watch, 1);
    const early = await Promise.race([line, cluster.ask(MAPS).then(() => 'nothing yet')]);
    expect(early).toBe('nothing yet');
    cluster.faults.silence(false);
    expect(await line).toEqual(['ADDED quiet']);
    watch.close();
  });

  test('silence() holds back what a new watch would begin with', async () => {
    cluster.faults.silence(true);
    const watch = await cluster.watch(`${MAPS}?watch=1&${INITIAL}&fieldSelector=metadata.name%3Dkube-root-ca.crt`);
    const lines = seen(watch, 2);
    expect(await Promise.race([lines, cluster.ask(MAPS).then(() => 'nothing yet')])).toBe('nothing yet');
    cluster.faults.silence(false);
    expect(await lines).toEqual(['ADDED kube-root-ca.crt', 'BOOKMARK ']);
    watch.close();
  });
});
