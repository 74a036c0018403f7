import { type Problem, problem } from '@quarterdeck/shared/problem';
import { expect, it } from 'vitest';
import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import type { WriteAnswer } from '../../api/writes/send-write.ts';
import { type ApplyPorts, ApplyRun } from './apply-run.ts';
import { isMap, type JsonMap } from './kube-yaml.ts';
import { readManifests } from './read-manifests.ts';
import type { ManifestWrite } from './write-manifest.ts';

const KINDS: Record<string, readonly [group: string, resource: string, namespaced: boolean]> = {
  'v1 Namespace': ['', 'namespaces', false],
  'v1 ConfigMap': ['', 'configmaps', true],
  'v1 Service': ['', 'services', true],
  'v1 Pod': ['', 'pods', true],
  'apiextensions.k8s.io/v1 CustomResourceDefinition': ['apiextensions.k8s.io', 'customresourcedefinitions', false],
};

/** A server that keeps what is applied, and refuses as the real one does. */
class FakeServer implements ApplyPorts {
  readonly objects = new Map<string, KubeObject>();
  readonly log: string[] = [];
  readonly kinds = { ...KINDS };
  /** what the next answers to a write of that name are, in place of its own */
  readonly refusals = new Map<string, { message: string; code?: number; times?: number; causes?: unknown[] }>();
  established = true;
  uid = 0;
  forgotten = 0;
  written: string[] = [];

  async find(apiVersion: string, kind: string) {
    const found = this.kinds[`${apiVersion} ${kind}`];
    if (found === undefined) return undefined;
    const [group, resource, namespaced] = found;
    return {
      group,
      version: 'v1',
      resource,
      kind,
      singular: '',
      shortNames: [],
      categories: [],
      namespaced,
      verbs: [],
    };
  }
  forget() {
    this.forgotten += 1;
  }
  onWritten(target: ObjectRef) {
    this.written.push(target.name);
  }
  async read(target: ObjectRef) {
    const found = this.objects.get(keyOf(target));
    if (found?.kind !== 'CustomResourceDefinition') return found;
    return { ...found, status: { conditions: [{ type: 'Established', status: this.established ? 'True' : 'False' }] } };
  }
  async sleep() {
    this.log.push('sleep');
    this.established = true;
  }
  problemOf(error: unknown): Problem {
    return problem('qd.internal', String(error));
  }
  async write({ target, text, method, dryRun, force, merge }: ManifestWrite): Promise<WriteAnswer> {
    this.log.push(`${merge === undefined ? method : 'merge'}${force ? '!' : ''}${dryRun ? '?' : ''} ${target.name}`);
    const refusal = this.refusals.get(target.name);
    if (
      refusal !== undefined &&
      !force &&
      (refusal.times ?? 1) > 0 &&
      !(method === 'create' && /omits/.test(refusal.message)) &&
      merge === undefined
    ) {
      if (refusal.times !== undefined) refusal.times -= 1;
      return no(refusal.message, refusal.code, refusal.causes);
    }
    const { namespace } = target;
    if (namespace !== undefined && !this.objects.has(`Namespace//${namespace}`) && namespace !== 'team')
      return no(`namespaces "${namespace}" not found`, 404);
    const there = this.objects.get(keyOf(target));
    if (method === 'create' && there !== undefined && merge === undefined)
      return no('already exists', 409, undefined, 'AlreadyExists');
    const value = readManifests(text)[0]?.value ?? {};
    const metadata = isMap(value['metadata']) ? value['metadata'] : {};
    this.uid += 1;
    const object = {
      ...there,
      ...value,
      metadata: { ...metadata, name: target.name || 'made-up', uid: there?.metadata.uid ?? String(this.uid) },
    } as JsonMap as KubeObject;
    if (!dryRun) {
      this.objects.set(keyOf(target), object);
      if (target.resource.kind === 'CustomResourceDefinition')
        this.kinds['example.com/v1 Lantern'] = ['example.com', 'lanterns', true];
    }
    return { ok: true, object, warnings: target.name === 'old' ? ['v1 is deprecated'] : [] };
  }
}

const keyOf = ({ resource: { kind }, namespace, name }: ObjectRef): string => `${kind}/${namespace ?? ''}/${name}`;
function no(message: string, code = 422, causes?: unknown[], reason = 'Invalid'): WriteAnswer {
  const details = causes === undefined ? {} : { details: { causes } };
  return {
    ok: false,
    problem: problem('qd.api.invalid', message),
    status: { kind: 'Status', status: 'Failure', message, reason, code, ...details } as Extract<
      WriteAnswer,
      { ok: false }
    >['status'],
    warnings: [],
  };
}

const doc = (kind: string, name: string, more = '') =>
  `apiVersion: v1\nkind: ${kind}\nmetadata: {name: ${name}${more}}\n`;
const CRD =
  'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: lanterns.example.com}\nspec: {group: example.com, names: {kind: Lantern}}\n';
const LANTERN = 'apiVersion: example.com/v1\nkind: Lantern\nmetadata: {name: bow}\n';

function start(text: string, server = new FakeServer(), method: 'apply' | 'create' = 'apply') {
  const run = new ApplyRun(readManifests(text), { cluster: 'c', namespace: 'team', method }, server);
  const steps = () =>
    run.getSnapshot().items.map(({ state }) => {
      if (state.step === 'ready') return `ready ${state.preview.outcome}`;
      if (state.step === 'done') return `done ${state.outcome}`;
      return state.step === 'later' ? `later ${state.needs}` : state.step;
    });
  return { run, server, steps };
}
const NOBODY: ReadonlySet<number> = new Set();

it('OPS-067: tries all, writes nothing, then applies; again it is unchanged', async () => {
  const { run, server, steps } = start([doc('ConfigMap', 'a'), doc('ConfigMap', 'old')].join('---\n'));
  await run.check();
  expect(steps()).toEqual(['ready created', 'ready created']);
  expect(server.objects.size).toBe(0);
  expect(run.getSnapshot().items[1]?.warnings).toEqual(['v1 is deprecated']);
  await run.apply(NOBODY);
  expect(steps()).toEqual(['done created', 'done created']);
  expect(server.written).toEqual([]);
  const again = start(`${doc('ConfigMap', 'a')}data: {b: c}\n---\n${doc('ConfigMap', 'old')}`, server);
  await again.run.check();
  expect(again.steps()).toEqual(['ready configured', 'ready unchanged']);
  await again.run.apply(NOBODY);
  expect(again.steps()).toEqual(['done configured', 'done unchanged']);
  expect(server.written).toEqual(['a']);
});

it('what a namespace or a CRD of the same text makes possible comes after it, and is not tried before', async () => {
  const { run, server, steps } = start(
    [LANTERN, doc('Pod', 'mypod', ', namespace: stage'), CRD, doc('Namespace', 'stage')].join('---\n'),
  );
  await run.check();
  expect(steps()).toEqual(['later crd', 'later namespace', 'ready created', 'ready created']);
  server.established = false;
  server.log.length = 0;
  await run.apply(NOBODY);
  expect(steps()).toEqual(['done created', 'done created', 'done created', 'done created']);
  expect(server.log).toEqual(['apply stage', 'apply lanterns.example.com', 'sleep', 'apply mypod', 'apply bow']);
  expect(server.forgotten).toBe(1);
});

it('a kind that nobody serves is said and keeps nobody else from being applied', async () => {
  const { run, steps } = start([LANTERN, doc('ConfigMap', 'a'), 'a: [\n'].join('---\n'));
  await run.check();
  expect(steps()).toEqual(['unserved', 'ready created', 'unreadable']);
  await run.apply(NOBODY);
  expect(steps()).toEqual(['unserved', 'done created', 'unreadable']);
});

it('what failed is tried again, and only that', async () => {
  const { run, server, steps } = start([doc('ConfigMap', 'a'), doc('ConfigMap', 'b')].join('---\n'));
  await run.check();
  server.refusals.set('b', { message: 'quota', times: 1 });
  await run.apply(NOBODY);
  expect(steps()).toEqual(['done created', 'refused']);
  server.log.length = 0;
  await run.apply(NOBODY);
  expect(steps()).toEqual(['done created', 'done created']);
  expect(server.log).toEqual(['apply b']);
});

it('what the dry run refuses is not written', async () => {
  const { run, server, steps } = start(doc('ConfigMap', 'a'));
  server.refusals.set('a', { message: 'immutable', times: 9 });
  await run.check();
  await run.apply(NOBODY);
  expect(steps()).toEqual(['refused']);
  expect(server.log).toEqual(['apply? a']);
});

it('fields of other managers are taken over by the person’s word only', async () => {
  const { run, server, steps } = start(doc('ConfigMap', 'a'));
  server.refusals.set('a', {
    message: 'Apply failed with 1 conflict',
    code: 409,
    causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "argocd" using v1', field: '.metadata.name' }],
  });
  await run.check();
  expect(steps()).toEqual(['ready created']);
  await run.apply(NOBODY);
  expect(server.objects.size).toBe(0);
  await run.apply(new Set([0]));
  expect(steps()).toEqual(['done created']);
  expect(server.log).toEqual(['apply? a', 'apply!? a', 'apply! a']);
});

it('OPS-065: create only refuses what is there; a name that the server makes up is created in either way', async () => {
  const server = new FakeServer();
  const first = start(doc('ConfigMap', 'a'), server);
  await first.run.check();
  await first.run.apply(NOBODY);
  const { run, steps } = start(doc('ConfigMap', 'a'), server, 'create');
  await run.check();
  expect(steps()).toEqual(['refused']);
  const named = start('apiVersion: v1\nkind: Pod\nmetadata: {generateName: job-}\n', server);
  await named.run.check();
  await named.run.apply(NOBODY);
  expect(named.steps()).toEqual(['done created']);
  expect(server.log.slice(-2)).toEqual(['create? ', 'create ']);
});

it('before v1.22, what the server cannot apply is created, or merged into what is there, and that is said', async () => {
  const server = new FakeServer();
  server.refusals.set('s', {
    message: 'element 0: associative list with keys has an element that omits key field "protocol"',
    code: 500,
    times: 99,
  });
  const first = start(doc('Service', 's'), server);
  await first.run.check();
  await first.run.apply(NOBODY);
  expect([first.steps(), first.run.getSnapshot().items[0]?.way]).toEqual([['done created'], 'createInstead']);
  const second = start(doc('Service', 's'), server);
  await second.run.check();
  await second.run.apply(NOBODY);
  expect([second.steps(), second.run.getSnapshot().items[0]?.way]).toEqual([['done unchanged'], 'mergeInstead']);
  expect(server.log.slice(-1)).toEqual(['merge s']);
});

it('a pod waits for the ServiceAccount of a namespace that is a moment old', async () => {
  const { run, server, steps } = start(doc('Pod', 'p'));
  await run.check();
  server.refusals.set('p', {
    message: 'error looking up service account team/default: serviceaccount "default" not found',
    code: 403,
    times: 2,
  });
  server.log.length = 0;
  await run.apply(NOBODY);
  expect(steps()).toEqual(['done created']);
  expect(server.log).toEqual(['apply p', 'sleep', 'apply p', 'sleep', 'apply p']);
});

it('stopping lets what is under way end and begins nothing more; it goes on from there', async () => {
  const { run, server, steps } = start([doc('Namespace', 'ns'), doc('ConfigMap', 'a')].join('---\n'));
  await run.check();
  const running = run.apply(NOBODY);
  run.stop();
  await running;
  expect(steps()).toContain('stopped');
  await run.apply(NOBODY);
  expect(steps()).toEqual(['done created', 'done created']);
  expect(server.objects.size).toBe(2);
});

it('a cluster that cannot be asked is told as a problem', async () => {
  const server = new FakeServer();
  server.find = () => Promise.reject(new Error('down'));
  const { run, steps } = start(doc('ConfigMap', 'a'), server);
  await run.check();
  expect(steps()).toEqual(['refused']);
});
