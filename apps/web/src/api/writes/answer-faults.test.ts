// @vitest-environment jsdom
import type { ApiStatus } from '@quarterdeck/shared/api-status';
import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { startAllWords } from '../../i18n/test/start-all-words.ts';
import { answerFaults } from './answer-faults.ts';
import type { Fault } from './fault.ts';
import { readText } from './read-text.ts';
import { PROBE } from './test/probe-text.ts';
import { pathText } from './value-path.ts';

// answers of the demo cluster and of a real v1.20.2, taken down as they came
const [answers = {}] = Object.values(
  import.meta.glob<Record<string, Record<string, ApiStatus>>>('./test/answers.json', {
    eager: true,
    import: 'default',
  }),
);
const CLUSTERS = Object.entries(answers);

beforeAll(() => startAllWords());

const t = (key: string, values?: Record<string, unknown>) => i18next.t(`writes:${key}`, { ...values });
const NAMES = ['matchLabels', 'matchExpressions', 'replicas', 'selector', 'template', 'image', 'imagePullPolicy'];

function told(status: ApiStatus | undefined, text = PROBE): { at: string; says: string; line?: number }[] {
  if (status === undefined) throw new Error('no such answer');
  const reading = readText(text);
  const faults = answerFaults(status, { sent: reading.object, namesAt: () => NAMES, syntax: reading.faults }, t);
  return faults.map(({ path, message, line }: Fault) => ({
    at: pathText(path),
    says: message,
    ...(line === undefined ? {} : { line }),
  }));
}

describe.each(CLUSTERS)('what %s refuses (OPS-072)', (version, all) => {
  const text = (from: string, to: string) => PROBE.replace(from, to);

  it('an immutable field', () => {
    expect(told(all['immutable'])).toEqual([
      { at: 'spec.selector', says: expect.stringMatching(/^spec\.selector cannot change/) },
    ]);
    expect(told(all['patch-immutable']).map(({ at }) => at)).toEqual([
      'spec.template.metadata.labels',
      'spec.selector',
    ]);
    expect(told(all['pod-immutable'])).toEqual([{ at: 'spec', says: expect.stringContaining('Of a running pod') }]);
  });

  it('what is missing, out of range or not one of the values', () => {
    expect(told(all['missing'])).toEqual([
      { at: 'spec.template.spec.containers[0].image', says: expect.stringContaining('is missing') },
    ]);
    const many = told(all['many']);
    expect(many.map(({ at }) => at)).toEqual([
      'spec.template.spec.containers[0].image',
      'spec.template.spec.containers[0].ports[0].containerPort',
      'spec.template.spec.containers[0].imagePullPolicy',
      'spec.template.spec.containers[0].resources.requests',
    ]);
    expect(many[1]?.says).toContain('must be between 1 and 65535, inclusive');
    expect(many[2]?.says).toContain('Always, IfNotPresent, Never');
    expect(told(all['svc-immutable'])[1]?.says).toContain('Did you mean “TCP”?');
    expect(told(all['bad-name'])[0]).toEqual({ at: 'metadata.name', says: expect.stringContaining('RFC 1123') });
  });

  it('what is no YAML, at its line', () => {
    const broken = text('    spec:', '   spec:');
    expect(told(all['yaml-error'], broken)[0]?.line).toBe(readText(broken).faults[0]?.line);
    expect(told(all['ssa-yaml'], broken)[0]?.line).toBeGreaterThan(10);
    expect(told(all['tabs'], text('  replicas: 0', '\treplicas: 0'))[0]).toEqual({
      at: '',
      says: expect.stringContaining('Line 8 is not valid YAML'),
      line: 8,
    });
    expect(told(all['scalar'], 'hello\n')[0]?.says).toMatch(/no Kubernetes object|has no kind/);
  });

  it('a value of the wrong type, at its place though the server names none', () => {
    expect(told(all['wrong-type'], text('replicas: 0', 'replicas: many'))).toEqual([
      { at: 'spec.replicas', says: expect.stringContaining('must be a number') },
    ]);
    expect(told(all['wrong-type2'], text('matchLabels: {app: probe}', 'matchLabels: {app: 012}'))).toEqual([
      { at: 'spec.selector.matchLabels.app', says: expect.stringContaining('Put it in quotes') },
    ]);
    const env = text('image: registry', 'env: [{name: A, value: yes}]\n        image: registry');
    expect(told(all['wrong-type3'], env)).toEqual([
      { at: 'spec.template.spec.containers[0].env[0].value', says: expect.stringContaining('true or false') },
    ]);
    const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: q-1}\ndata: {a: 1, b: no}\n';
    expect(told(all['cm-nonstring'], map)[0]).toEqual({ at: 'data.a', says: expect.stringContaining('in quotes') });
  });

  it('a secret that is not base64, without repeating it', () => {
    const secret = 'apiVersion: v1\nkind: Secret\nmetadata: {name: q-1}\ndata: {a: "hunter2!"}\n';
    const status = all['secret-b64'] as ApiStatus;
    const faults = answerFaults(status, { sent: readText(secret).object, namesAt: () => [], syntax: [] }, t);
    expect(faults.map(({ path }) => pathText(path))).toEqual(['data.a']);
    expect(JSON.stringify(faults)).not.toContain('hunter2');
  });

  it('another name, namespace, kind or version than that of the page', () => {
    expect(told(all['name-mismatch'])[0]).toEqual({
      at: 'metadata.name',
      says: expect.stringContaining('“probe” to “probe2”'),
    });
    expect(told(all['ns-mismatch'])[0]).toEqual({
      at: 'metadata.namespace',
      says: expect.stringContaining('“h-review” to “other”'),
    });
    expect(told(all['kind-mismatch'])[0]).toEqual({ at: 'kind', says: expect.stringContaining('“DaemonSet”') });
    expect(told(all['version-mismatch'])[0]?.at).toBe('apiVersion');
    expect(told(all['uid'])[0]?.at).toBe('metadata.uid');
    expect(told(all['exists'])[0]?.at).toBe('metadata.name');
    expect(told(all['terminating-ns'])[0]?.says).toContain('Namespace does-not-exist does not exist');
  });

  it('quota, limit ranges and webhooks', () => {
    expect(told(all['quota-cm'])[0]?.says).toContain('requested configmaps=1, used configmaps=1, limit configmaps=1');
    expect(told(all['quota-must'])[0]?.says).toContain('counts requests.cpu');
    expect(told(all['limitrange'])[0]?.says).toContain('maximum cpu usage per Container is 1, but limit is 2');
    expect(told(all['webhook-down'])[0]?.says).toContain('deny.h-review.example has to agree and does not answer');
  });

  it('what is too large', () => {
    expect(told(all['too-large'])).toEqual([{ at: 'metadata.annotations', says: expect.stringContaining('262144') }]);
    expect(told(all['too-large-2'])[0]?.says).toContain('larger than the 3 MB');
    expect(told(all['cm-1.6'])[0]?.says).toContain('1048576');
  });

  it('what server-side apply does not know', () => {
    expect(told(all['ssa-unknown'])[0]?.at).toBe('spec.foo');
    expect(told(all['ssa-type'], text('replicas: 0', 'replicas: many'))[0]?.at).toBe('spec.replicas');
    expect(told(all['ssa-managed'])[0]?.at).toBe('metadata.managedFields');
  });

  it('a version that is not served', () => {
    expect(told(all['removed2'])[0]).toEqual({ at: 'apiVersion', says: expect.stringContaining('does not serve') });
  });

  it(`leaves nothing of ${version} without words that are its own`, () => {
    const silent = Object.entries(all).filter(([, status]) => told(status).length === 0);
    // these are not faults of a field: the object is gone, a conflict has its own view
    expect(
      silent
        .map(([name]) => name)
        .filter((name) => !/^(?:stale|bad-rv|ssa-rv|not-found|ssa-conflict|ssa-dup)$/.test(name)),
    ).toEqual([]);
  });
});

it('unknown and duplicate fields of strict validation, with the name that was meant (OPS-068)', () => {
  const demo = answers['demo'] ?? {};
  expect(told(demo['unknown'])).toEqual([
    { at: 'spec.matchExpression', says: expect.stringContaining('Did you mean “matchExpressions”?') },
    { at: 'spec.template.spec.containers[0].imagee', says: expect.stringContaining('Did you mean “image”?') },
  ]);
  expect(told(demo['duplicate'])[0]).toEqual({
    at: '',
    line: 9,
    says: expect.stringContaining('“replicas” stands twice'),
  });
});

it('Pod Security, one fault for each check', () => {
  const demo = answers['demo'] ?? {};
  const pod =
    'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: a, image: b, securityContext: {privileged: true}}]}\n';
  const found = told(demo['podsecurity'], pod);
  expect(found).toHaveLength(5);
  expect(found[0]).toEqual({
    at: 'spec.containers[0].securityContext.privileged',
    says: expect.stringContaining('“restricted”: privileged (container "a" must not set'),
  });
});

it('what a webhook or a policy says when it refuses', () => {
  const status = (message: string): ApiStatus => ({ kind: 'Status', message, code: 400 });
  expect(told(status('admission webhook "a.example" denied the request: images from docker.io only'))[0]?.says).toBe(
    'Admission webhook a.example refused it: images from docker.io only',
  );
  expect(told(status('admission webhook "a.example" denied the request without explanation'))[0]?.says).toContain(
    'gave no reason',
  );
  expect(
    told(
      status("deployments.apps \"x\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no"),
    )[0]?.says,
  ).toBe('Policy p refused it: no');
});
