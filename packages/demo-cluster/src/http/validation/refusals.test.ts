import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCluster, type TestCluster } from '../../testing/api-client.ts';
import table from './refusals.json' with { type: 'json' };

/**
 * Objects and updates that an API server refuses, with its words. They were compared with those of a real one (v1.20), which shows
 * values in Go's own syntax where today's shows JSON.
 */
interface Refused {
  readonly name: string;
  readonly path: string;
  readonly object: { readonly metadata: { readonly name: string } };
  /** a merge patch of the object, which is fine itself */
  readonly patch?: unknown;
  readonly message: string;
}

const CASES: readonly Refused[] = table.cases;
const WORDS = Object.entries(table.words);
const inFull = (message: string) => WORDS.reduce((text, [short, words]) => text.replaceAll(short, words), message);

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startTestCluster();
});
afterAll(() => cluster.close());

test.each(CASES.map((refused) => [refused.name, refused] as const))('%s', async (_name, refused) => {
  const { path, object, patch, message } = refused;
  if (patch !== undefined) await cluster.ask(path, { body: object });
  const type = 'application/merge-patch+json';
  const { body } =
    patch === undefined
      ? await cluster.ask(`${path}?dryRun=All`, { body: object })
      : await cluster.ask(`${path}/${object.metadata.name}`, { method: 'PATCH', type, body: patch });
  expect(body['message']).toBe(inFull(message));
});
