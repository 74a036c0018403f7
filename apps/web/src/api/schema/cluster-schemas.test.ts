import { ProblemError, problem } from '@quarterdeck/shared/problem';
import { expect, test } from 'vitest';
import { ClusterSchemas } from './cluster-schemas.ts';
import { cutKind } from './cut-kind.ts';
import type { SchemaCutter } from './schema-cutter.ts';
import { kindOf } from './schema-node.ts';
import { recorded } from './test/recorded.ts';

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).buffer;

/** A cutter without a worker, which keeps documents by name as the worker does. */
function plainCutter(): SchemaCutter {
  const held = new Map<string, ArrayBuffer>();
  return {
    cut: async (document, kind, read) => {
      const content = held.get(document) ?? (await read());
      held.set(document, content);
      return cutKind(JSON.parse(new TextDecoder().decode(content)), kind);
    },
  };
}

function cluster(answers: () => Readonly<Record<string, unknown>>) {
  const asked: string[] = [];
  let now = 0;
  const schemas = new ClusterSchemas(
    'c',
    plainCutter(),
    async (path) => {
      asked.push(path);
      const answer = answers()[path];
      if (answer === undefined) throw new ProblemError(problem('qd.api.not-found', 'none'));
      return bytes(answer);
    },
    () => now,
  );
  return { schemas, asked, wait: (ms: number) => (now += ms) };
}

const v3 = (hash: string) => ({
  '/openapi/v3': { paths: { 'apis/apps/v1': { serverRelativeURL: `/openapi/v3/apis/apps/v1?hash=${hash}` } } },
  [`/openapi/v3/apis/apps/v1?hash=${hash}`]: recorded('demo-v3-apps'),
});

test('v3: the group version’s own document, once', async () => {
  const { schemas, asked } = cluster(() => v3('1'));
  expect((await schemas.load(kindOf('apps/v1', 'Deployment')))?.kind).toBe('Deployment');
  expect((await schemas.load(kindOf('apps/v1', 'Deployment')))?.kind).toBe('Deployment');
  expect(asked).toEqual(['/openapi/v3', '/openapi/v3/apis/apps/v1?hash=1']);
  expect(await schemas.load(kindOf('batch/v1', 'Job'))).toBeUndefined();
});

test('v3: another hash is another document', async () => {
  let hash = '1';
  const { schemas, asked, wait } = cluster(() => v3(hash));
  await schemas.load(kindOf('apps/v1', 'Deployment'));
  hash = '2';
  wait(60_000);
  await schemas.load(kindOf('apps/v1', 'Deployment'));
  expect(asked.at(-1)).toBe('/openapi/v3/apis/apps/v1?hash=2');
});

test.each(['https://evil.example.com/x', '//evil.example.com', '/api/v1/secrets', '/openapi/v3/../../api'])(
  'an index that points elsewhere (%s) is not followed',
  async (address) => {
    const { schemas, asked } = cluster(() => ({
      '/openapi/v3': { paths: { 'apis/apps/v1': { serverRelativeURL: address } } },
    }));
    expect(await schemas.load(kindOf('apps/v1', 'Deployment'))).toBeUndefined();
    expect(asked).toEqual(['/openapi/v3']);
  },
);

test('a server without v3 is asked for v2, once for all kinds', async () => {
  const { schemas, asked } = cluster(() => ({ '/openapi/v2': recorded('v1.20-v2') }));
  expect((await schemas.load(kindOf('apps/v1', 'Deployment')))?.kind).toBe('Deployment');
  expect((await schemas.load(kindOf('v1', 'Service')))?.kind).toBe('Service');
  expect(asked.filter((path) => path === '/openapi/v2')).toHaveLength(1);
});

test('v2: a kind that came since is found', async () => {
  let document: unknown = { definitions: {} };
  const { schemas, wait } = cluster(() => ({ '/openapi/v2': document }));
  expect(await schemas.load(kindOf('apps/v1', 'Deployment'))).toBeUndefined();
  document = recorded('v1.20-v2');
  wait(30_000);
  expect((await schemas.load(kindOf('apps/v1', 'Deployment')))?.kind).toBe('Deployment');
});

test('a cluster that failed is asked again', async () => {
  let broken = true;
  const { schemas } = cluster(() => {
    if (broken) throw new Error('down');
    return v3('1');
  });
  await expect(schemas.load(kindOf('apps/v1', 'Deployment'))).rejects.toThrow('down');
  broken = false;
  expect((await schemas.load(kindOf('apps/v1', 'Deployment')))?.kind).toBe('Deployment');
});
