/**
 * `npm run conformance [-- filter]` plays the conformance suite on the demo cluster; `npm run conformance:cluster` plays it on the
 * cluster of $KUBECONFIG (it needs an admin there, and makes and removes namespaces of its own named qd-…), with --record
 * writing what that one answers to conformance/recorded as what must come out. --newest leaves the older kubectl out;
 * `-- manifests` applies the manifests that users were taught with.
 */
import { AREAS } from '../conformance/areas.ts';
import { playClientNode } from '../conformance/client-node/play-client-node.ts';
import { openCluster } from '../conformance/cluster.ts';
import { playCorpus } from '../conformance/corpus/play-corpus.ts';
import { applyManifests } from '../conformance/manifests/apply-manifests.ts';
import { playAreas } from '../conformance/play-areas.ts';
import { playRbac } from '../conformance/rbac/play-rbac.ts';
import { playScenarios } from '../conformance/scenarios/play-scenarios.ts';
import { playCases } from '../conformance/troubleshooting/play-cases.ts';
import { writeResults } from './results.ts';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const args = process.argv.slice(2);
const target = args.includes('--cluster') ? 'cluster' : 'demo';
const record = args.includes('--record');
const filter = args.find((arg) => !arg.startsWith('--')) ?? '';
if (target === 'cluster' && !process.env['KUBECONFIG']) {
  process.stderr.write('conformance:cluster needs KUBECONFIG: the kubeconfig of an admin of the cluster to test on.\n');
  process.exit(2);
}
if (record && target === 'demo') {
  process.stderr.write('Only a real cluster can be recorded: npm run conformance:cluster -- --record\n');
  process.exit(2);
}
// they are no part of the repository (apply-manifests.ts), so they are a suite of their own
const isManifests = filter === 'manifests';
const count = { passed: 0, failed: 0 };
const started = performance.now();
try {
  const opened = await openCluster(target, say);
  const cluster = args.includes('--newest') ? { ...opened, kubectls: opened.kubectls.slice(-1) } : opened;
  try {
    const versions = cluster.kubectls.map(({ version }) => version).join(' and ');
    say(`Kubernetes 1.${cluster.minor} (${target}), driven by kubectl ${versions}`);
    const suites = isManifests
      ? [() => applyManifests(cluster, { filter: '', say })]
      : [
          () => playAreas(cluster, AREAS, { filter, record, say }),
          () => playClientNode(cluster, { filter, say }),
          () => playCorpus(cluster, { filter, say }),
          () => playRbac(cluster, { filter, say }),
          // what must come out of these stands beside each step, with images, DNS and metrics that the demo has: a real cluster plays
          // them when they are asked for by name
          ...(target === 'cluster' && filter === '' ? [] : [playScenarios, playCases]).map(
            (play) => () => play(cluster, { filter, say }),
          ),
        ];
    for (const play of suites) {
      const { passed, failed } = await play();
      count.passed += passed;
      count.failed += failed;
    }
  } finally {
    await cluster.close();
  }
} catch (fault) {
  process.stderr.write(`${(fault as Error).message}\n`);
  count.failed += 1;
}
writeResults(`${isManifests ? 'manifests' : 'conformance'}-${target}`, count);
say(`${((performance.now() - started) / 1000).toFixed(0)} s`);
say(`${count.passed} passed, ${count.failed} failed`);
process.exit(count.failed === 0 && count.passed > 0 ? 0 : 1);
