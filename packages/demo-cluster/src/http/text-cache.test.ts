import { expect, test } from 'vitest';
import { pod, startTestCluster, TABLE } from '../testing/api-client.ts';

const PODS = '/api/v1/namespaces/default/pods';

test('a list shows what is there now, however often it was asked before, and in the shape that is asked for', async () => {
  const cluster = await startTestCluster();
  try {
    await cluster.ask(PODS, { body: pod('p') });
    const patch = (colour: string) =>
      cluster.ask(`${PODS}/p`, {
        method: 'PATCH',
        type: 'application/merge-patch+json',
        body: { metadata: { labels: { colour } } },
      });
    for (const colour of ['red', 'green']) {
      await patch(colour);
      for (const accept of ['application/json', TABLE, 'application/json', TABLE]) {
        const { text } = await cluster.ask(PODS, { accept });
        expect(text.match(/"colour":"\w+"/g)).toEqual([`"colour":"${colour}"`]);
      }
    }
    const [item] = (await cluster.ask(PODS)).body['items'] as object[];
    const { kind, apiVersion, ...single } = (await cluster.ask(`${PODS}/p`)).body;
    expect([kind, apiVersion, item]).toEqual(['Pod', 'v1', single]);
    const watch = await cluster.watch(`${PODS}?watch=1`);
    expect(await watch.next()).toEqual({ type: 'ADDED', object: { kind, apiVersion, ...single } });
    watch.close();
  } finally {
    await cluster.close();
  }
});
