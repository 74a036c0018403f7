import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { hasClusters, withoutClusters } from './given-clusters.ts';

const folder = mkdtempSync(join(tmpdir(), 'quarterdeck-given-'));
const there = join(folder, 'config');
const gone = join(folder, 'gone');
writeFileSync(there, '');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  [true, { KUBECONFIG: there }],
  [true, { KUBECONFIG: [gone, there].join(delimiter) }],
  [false, { KUBECONFIG: gone }],
  [true, { QUARTERDECK_KUBECONFIG: there }],
  [true, { QUARTERDECK_KUBECONFIG: there, KUBECONFIG: gone }],
  // it wins, as in the server
  [false, { QUARTERDECK_KUBECONFIG: gone, KUBECONFIG: there }],
  [true, { QUARTERDECK_KUBECONFIG: '', KUBECONFIG: there }],
  // the server says that it cannot read it
  [true, { QUARTERDECK_CLUSTERS_FILE: gone, KUBECONFIG: gone }],
  [false, { QUARTERDECK_CLUSTERS_FILE: '', KUBECONFIG: gone }],
])('clusters are given: %s by %j', (given, env) => {
  expect(hasClusters(env)).toBe(given);
});

test('the demo is served whatever else is named', () => {
  const env = { KUBECONFIG: there, QUARTERDECK_KUBECONFIG: there, QUARTERDECK_CLUSTERS_FILE: there, PORT: '1' };
  expect(withoutClusters(env)).toEqual({ PORT: '1' });
});
