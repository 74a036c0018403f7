import { mapBounded } from '../../apps/web/src/api/map-bounded.ts';
import { judge } from '../../apps/web/src/api/rbac/grants.ts';
import { type RbacSnapshot, readBinding, readRole, snapshotOf } from '../../apps/web/src/api/rbac/rbac-snapshot.ts';
import type { RightQuestion } from '../../apps/web/src/api/rbac/right-question.ts';
import { type Asker, MASTERS, means } from '../../apps/web/src/api/rbac/subject.ts';
import { whoCan } from '../../apps/web/src/api/rbac/who-can.ts';
import { KubeApi } from '../../e2e/fixtures/kube-api.ts';
import type { Cluster } from '../cluster.ts';
import type { Count } from '../play-areas.ts';
import { rightsFault } from './compare-rights.ts';
import { askersOf, labelOf, type Manifest, manifestsOf, questionsOf, type Scene } from './generate-world.ts';

const API = '/apis/rbac.authorization.k8s.io/v1';
const PLURAL = {
  Role: 'roles',
  ClusterRole: 'clusterroles',
  RoleBinding: 'rolebindings',
  ClusterRoleBinding: 'clusterrolebindings',
};
const SIDE_BY_SIDE = 8;
const CASES = 3000;
const PATIENCE_MS = 15_000;
/** Differences that are told; one is as good as a hundred. */
const MOST_TOLD = 12;

interface Case {
  readonly asker: Asker;
  readonly question: RightQuestion;
}

/**
 * Makes generated roles and bindings and asks the API server thousands of questions about them: our evaluation of the same objects must
 * say the same, and name the binding that the API server names as its reason.
 */
export async function playRbac(
  cluster: Cluster,
  { filter, say }: { readonly filter: string; readonly say: (line: string) => void },
): Promise<Count> {
  const kubectl = cluster.kubectls.at(-1);
  if (!'rbac/generated'.includes(filter) || kubectl === undefined) return { passed: 0, failed: 0 };
  // the seed makes a failure come again: QUARTERDECK_SEED=… npm run conformance -- rbac
  const seed = Number(process.env['QUARTERDECK_SEED'] ?? Date.now() % 1_000_000);
  const places = [await cluster.place(kubectl, 'rbac'), await cluster.place(kubectl, 'rbac')] as const;
  const api = new KubeApi(cluster.kubeconfig);
  const scene: Scene = {
    id: places[0].namespace.slice(-5),
    namespaces: [places[0].namespace, places[1].namespace],
  };
  try {
    const manifests = manifestsOf(scene, { seed, roles: 14, bindings: 36 });
    for (const step of [
      ['Role', 'ClusterRole'],
      ['RoleBinding', 'ClusterRoleBinding'],
    ])
      await mapBounded(
        manifests.filter(({ kind }) => step.includes(kind)),
        SIDE_BY_SIDE,
        (one) => create(api, one),
      );
    await settle(api, scene);
    const snapshot = await readAll(api);
    const askers = askersOf(scene);
    const cases = questionsOf(scene, manifests, seed, CASES).map(
      (question, index): Case => ({ question, asker: askers[index % askers.length] ?? { user: '', groups: [] } }),
    );
    let yes = 0;
    const faults = (
      await mapBounded(cases, SIDE_BY_SIDE, async (one) => {
        const answer = await ask(api, one);
        if (answer.allowed) yes += 1;
        return differenceOf(snapshot, one, answer);
      })
    ).filter((fault) => fault !== undefined);
    // who asks in nobody's name is in the groups that the server puts everybody into
    const whole = askers.filter(({ groups }) => groups.includes('system:authenticated'));
    for (const fault of await mapBounded(whole, 4, (asker) =>
      rightsFault(kubectl, snapshot, asker, scene.namespaces[0]),
    ))
      if (fault !== undefined) faults.push(fault);
    // a world in which nobody may do anything would prove nothing
    if (yes < CASES / 10 || yes > (CASES * 9) / 10) faults.push(`${yes} of ${CASES} answers are "yes": hardly a test`);
    for (const fault of faults.slice(0, MOST_TOLD)) say(`FAIL rbac/generated (seed ${seed})\n     ${fault}`);
    if (faults.length === 0) say(`ok   rbac/generated (seed ${seed}): ${CASES} questions, ${yes} allowed`);
    return { passed: CASES - faults.length, failed: faults.length };
  } finally {
    for (const plural of ['clusterrolebindings', 'clusterroles'])
      await api.request('DELETE', `${API}/${plural}?labelSelector=${encodeURIComponent(labelOf(scene))}`);
    for (const place of places) await place.leave();
  }
}

async function create(api: KubeApi, manifest: Manifest): Promise<void> {
  const { namespace } = manifest.metadata;
  const where = namespace === undefined ? '' : `/namespaces/${namespace}`;
  await api.request('POST', `${API}${where}/${PLURAL[manifest.kind]}`, {
    body: { apiVersion: 'rbac.authorization.k8s.io/v1', ...manifest },
  });
}

interface Answer {
  readonly allowed: boolean;
  readonly reason: string;
}

async function ask(api: KubeApi, { asker, question }: Case): Promise<Answer> {
  const spec = {
    user: asker.user,
    groups: asker.groups,
    ...('path' in question ? { nonResourceAttributes: question } : { resourceAttributes: question }),
  };
  const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec };
  const { status } = (await api.request('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', { body })) as {
    status: { allowed: boolean; reason?: string };
  };
  return { allowed: status.allowed, reason: status.reason ?? '' };
}

function differenceOf(
  snapshot: RbacSnapshot,
  { asker, question }: Case,
  { allowed, reason }: Answer,
): string | undefined {
  const what = `${JSON.stringify(asker)} ${JSON.stringify(question)}: the API server says ${allowed} (${reason})`;
  const verdict = judge(snapshot, asker, question);
  if (verdict.allowed !== allowed) return `${what}, we say ${verdict.allowed}`;
  const [, kind, name] = /^RBAC: allowed by (\w+) "([^"]*)"/.exec(reason) ?? [];
  const isTold = verdict.chains.some(({ binding }) => {
    const full = binding.namespace === '' ? binding.name : `${binding.name}/${binding.namespace}`;
    return binding.kind === kind && full === name;
  });
  if (kind !== undefined && !isTold) return `${what}, our chains do not hold that binding`;
  const held = whoCan(snapshot, question).holders.some(
    ({ subject }) => means(subject, asker) || (subject.name === MASTERS && asker.groups.includes(MASTERS)),
  );
  return held === allowed ? undefined : `${what}, but "who can" ${held ? 'names' : 'does not name'} them`;
}

/**
 * Waits until the API server's authoriser knows everything: it follows each of the four kinds by a watch of its own, so an object of
 * each that was made last says that those before it have come.
 */
async function settle(api: KubeApi, scene: Scene): Promise<void> {
  const [key = '', value = ''] = labelOf(scene).split('=');
  const labels = { [key]: value };
  const [namespace] = scene.namespaces;
  const end = Date.now() + PATIENCE_MS;
  await until(end, 'aggregated roles are filled', async () => {
    const list = (await api.request(
      'GET',
      `${API}/clusterroles?labelSelector=${encodeURIComponent(labelOf(scene))}`,
    )) as {
      items: readonly ListedRole[];
    };
    return list.items
      .filter(({ aggregationRule }) => aggregationRule)
      .every((whole) => isFilled(whole, list.items, key));
  });
  const user = `sentinel-${scene.id}`;
  const subjects = [{ kind: 'User', name: user }];
  const rules = (resource: string) => [{ verbs: ['get'], apiGroups: ['sentinel.example.com'], resources: [resource] }];
  const wide = `${key}:sentinel`;
  const last: readonly Manifest[] = [
    { kind: 'Role', metadata: { name: 'sentinel', namespace, labels }, rules: rules('narrow') },
    { kind: 'ClusterRole', metadata: { name: wide, labels }, rules: rules('wide') },
    {
      kind: 'RoleBinding',
      metadata: { name: 'sentinel', namespace, labels },
      roleRef: { kind: 'Role', name: 'sentinel' },
      subjects,
    },
    {
      kind: 'ClusterRoleBinding',
      metadata: { name: wide, labels },
      roleRef: { kind: 'ClusterRole', name: wide },
      subjects,
    },
  ];
  for (const manifest of last) await create(api, manifest);
  for (const resource of ['narrow', 'wide'])
    await until(end, 'the authoriser knows all objects', async () => {
      const question = { verb: 'get', group: 'sentinel.example.com', resource, namespace };
      return (await ask(api, { asker: { user, groups: [] }, question })).allowed;
    });
}

interface ListedRole {
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly rules?: readonly unknown[] | null;
  readonly aggregationRule?: {
    readonly clusterRoleSelectors: readonly { readonly matchLabels: Readonly<Record<string, string>> }[];
  };
}

/** Whether the controller has put into an aggregated role what its parts have now. */
function isFilled(whole: ListedRole, all: readonly ListedRole[], key: string): boolean {
  const wanted = whole.aggregationRule?.clusterRoleSelectors[0]?.matchLabels[`${key}-into`];
  const parts = all.filter(({ metadata }) => metadata.labels?.[`${key}-into`] === wanted);
  const texts = (roles: readonly ListedRole[]) =>
    [...new Set(roles.flatMap(({ rules }) => (rules ?? []).map((rule) => JSON.stringify(rule))))].sort().join();
  return texts([whole]) === texts(parts);
}

async function until(end: number, what: string, look: () => Promise<boolean>): Promise<void> {
  while (!(await look())) {
    if (Date.now() > end) throw new Error(`rbac: waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function readAll(api: KubeApi): Promise<RbacSnapshot> {
  const list = async (plural: string) =>
    ((await api.request('GET', `${API}/${plural}`)) as { items: readonly unknown[] }).items;
  return snapshotOf(
    [
      ...(await list('roles')).map((item) => readRole('Role', item)),
      ...(await list('clusterroles')).map((item) => readRole('ClusterRole', item)),
    ],
    [
      ...(await list('rolebindings')).map((item) => readBinding('RoleBinding', item)),
      ...(await list('clusterrolebindings')).map((item) => readBinding('ClusterRoleBinding', item)),
    ],
  );
}
