import type { Cluster } from '../cluster.ts';
import type { Count } from '../play-areas.ts';
import { type ClientCase, connect } from './client.ts';
import { OBJECT_CASES } from './object-cases.ts';
import { STREAM_CASES } from './stream-cases.ts';
import { WATCH_CASES } from './watch-cases.ts';

const PATIENCE_MS = 60_000;
const SIDE_BY_SIDE = 3;

/** Plays the uses of @kubernetes/client-node, each in a namespace of its own. */
export async function playClientNode(
  cluster: Cluster,
  { filter, say }: { readonly filter: string; readonly say: (line: string) => void },
): Promise<Count> {
  const count: Count = { passed: 0, failed: 0 };
  const cases = [...OBJECT_CASES, ...WATCH_CASES, ...STREAM_CASES]
    .filter(({ name }) => `client-node/${name}`.includes(filter))
    .filter(({ demoOnly }) => demoOnly === undefined || cluster.target === 'demo');
  await Promise.all(
    Array.from({ length: SIDE_BY_SIDE }, async () => {
      for (let next = cases.shift(); next; next = cases.shift()) {
        const fault = await playCase(cluster, next);
        count[fault === undefined ? 'passed' : 'failed'] += 1;
        say(fault === undefined ? `ok   client-node/${next.name}` : `FAIL client-node/${next.name}\n     ${fault}`);
      }
    }),
  );
  return count;
}

async function playCase(cluster: Cluster, { run }: ClientCase): Promise<string | undefined> {
  const [kubectl] = cluster.kubectls;
  if (!kubectl) return 'no kubectl';
  const place = await cluster.place(kubectl, 'client');
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`took longer than ${PATIENCE_MS} ms`)), PATIENCE_MS);
    });
    await Promise.race([run(connect(cluster.kubeconfig, place.namespace, place.folder, cluster.target)), late]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(error);
  } finally {
    clearTimeout(timer);
    await place.leave();
  }
}
