import { ProblemError } from '@quarterdeck/shared/problem';
import i18next from 'i18next';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { k8sFetch, problemOfError } from '../../api/api-fetch.ts';
import { fakeResource } from '../../api/fake-resource.ts';
import { undoMemory } from '../../api/writes/undo-memory.ts';
import words from '../../i18n/locales/en/deploy.json';
import type { ActionApi, ActionTarget } from '../define-action.ts';
import setRegistry from '../set-registry.action.ts';
import { evictDialog } from './evict-dialog.tsx';
import { pathOf, readWorkloads } from './read-workloads.ts';
import { registryDialog } from './registry-dialog.tsx';
import { imageChanges, registriesOf, replaced, wholeReference } from './registry-images.ts';

afterEach(() => vi.unstubAllGlobals());

const target: ActionTarget = {
  uid: 'u1',
  ref: {
    cluster: 'c',
    namespace: 'shop',
    name: 'web-1',
    resource: fakeResource('v1/pods', 'Pod'),
  },
};

describe('evict', () => {
  /** What the API server is asked, and its answer to an eviction. */
  async function evict(answer: Response, version: string) {
    const sent: [string, unknown][] = [];
    vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
      sent.push([url, JSON.parse(String(init.body))]);
      return answer;
    });
    const api: ActionApi = {
      navigate: () => {},
      copy: async () => {},
      request: async (path, init) => {
        await k8sFetch('c', path, { method: init?.method ?? 'GET', body: init?.body ?? null });
        return undefined;
      },
    };
    const input = { apiVersion: `policy/${version}`, graceSeconds: '' };
    const failure = await evictDialog.run?.(target, api, input).catch((error: unknown) => problemOfError(error));
    return { sent, failure };
  }

  it.each(['v1', 'v1beta1'])('asks for an eviction of this very pod, never a deletion (policy/%s)', async (version) => {
    const { sent, failure } = await evict(Response.json({}, { status: 201 }), version);
    expect(failure).toBeUndefined();
    expect(sent).toEqual([
      [
        expect.stringMatching(/\/api\/v1\/namespaces\/shop\/pods\/web-1\/eviction$/),
        {
          apiVersion: `policy/${version}`,
          kind: 'Eviction',
          metadata: { name: 'web-1', namespace: 'shop' },
          deleteOptions: { preconditions: { uid: 'u1' } },
        },
      ],
    ]);
  });

  it('never asks for an end without the node’s word, and says the same for kubectl', () => {
    const fault = (graceSeconds: string) => evictDialog.form?.fault?.({ apiVersion: 'policy/v1', graceSeconds }, []);
    expect(['', '1', '30'].map(fault)).toEqual([undefined, undefined, undefined]);
    for (const wrong of ['0', '-1', 'x']) expect(fault(wrong)).toMatchObject({ quiet: true });
    expect(evictDialog.kubectl?.(target, { apiVersion: 'policy/v1', graceSeconds: '5' })).toBe(
      `echo '{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"web-1","namespace":"shop"},"deleteOptions":{"preconditions":{"uid":"u1"},"gracePeriodSeconds":5}}' | kubectl create --raw /api/v1/namespaces/shop/pods/web-1/eviction -f -`,
    );
  });

  it('names the budget that refuses, and takes a pod that is gone for done', async () => {
    const status = (code: number, message: string, details?: object) =>
      Response.json({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, message, details }, { status: code });
    const refused = await evict(
      status(429, "Cannot evict pod as it would violate the pod's disruption budget.", {
        causes: [
          { reason: 'DisruptionBudget', message: 'The disruption budget web needs 2 healthy pods and has 2 currently' },
        ],
      }),
      'v1',
    );
    expect(refused.failure).toMatchObject({ code: 'qd.api.eviction-refused', params: { budget: 'web' } });
    expect((await evict(status(404, 'pods "web-1" not found'), 'v1')).failure).toBeUndefined();
    const failed = (await evict(status(500, 'more than one budget'), 'v1')).failure;
    expect(failed).toMatchObject({ status: 500 });
    expect(failed).not.toBeInstanceOf(ProblemError);
  });
});

describe('replacing a registry', () => {
  it('reads each workload by itself: one that is gone keeps no other from it', async () => {
    const other = { ref: { ...target.ref, name: 'web-2' } };
    const live = { metadata: { name: 'web-2', uid: 'u2' } };
    vi.stubGlobal('fetch', async (url: string) =>
      url.endsWith('/web-2') ? Response.json(live) : new Response('{}', { status: 404 }),
    );
    const { signal } = new AbortController();
    expect(await readWorkloads([target, other], signal)).toEqual({
      workloads: { [pathOf(other)]: live },
      unread: ['web-1'],
    });
    await expect(readWorkloads([target], signal)).rejects.toBeInstanceOf(ProblemError);
  });

  it.each([
    ['quay.io/team/web:1', 'quay.io/', 'mirror.example.com/', 'mirror.example.com/team/web:1'],
    ['quay.io/team/web:1', 'quay.io', 'mirror.example.com:5000/quay', 'mirror.example.com:5000/quay/team/web:1'],
    ['quay.io/team/web:1', 'quay.io/', 'mirror.example.com', 'mirror.example.com/team/web:1'],
    ['nginx', 'docker.io/', 'mirror/', 'mirror/library/nginx'],
    ['team/web@sha256:abc', 'docker.io/', 'mirror.example.com/', 'mirror.example.com/team/web@sha256:abc'],
    ['web:1', 'web', 'web2', 'web2:1'],
    ['quay.io/teams/web', 'quay.io/team', 'x', undefined],
    ['quay.io/team/web', 'docker.io/', 'x/', undefined],
    ['quay.io/team/web', '', 'x/', undefined],
    ['quay.io/team/web', 'quay.io/', 'quay.io/', undefined],
  ])('%s: %s → %s is %s', (image, from, to, expected) => {
    expect(replaced(image, from, to)).toBe(expected);
  });

  it('is of every container, and proposes what is there', () => {
    const workload = {
      spec: {
        template: {
          spec: {
            containers: [
              { name: 'a', image: 'quay.io/x:1' },
              { name: 'b', image: 'nginx' },
            ],
            initContainers: [{ name: 'c', image: 'quay.io/y' }],
          },
        },
      },
    };
    expect(imageChanges(workload, 'quay.io/', 'm.io/')).toEqual([
      { container: 'a', init: false, before: 'quay.io/x:1', after: 'm.io/x:1' },
      { container: 'c', init: true, before: 'quay.io/y', after: 'm.io/y' },
    ]);
    expect(registriesOf([workload])).toEqual(['quay.io/', 'docker.io/']);
    expect(wholeReference('localhost/web')).toBe('localhost/web');
  });

  const podTemplate = { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'quay.io/x:1' }] } };
  const input = { from: 'quay.io', to: 'm.io', cause: ' moved ', again: false, suffix: 'bcdfg' };
  const batch = (kind: 'Job' | 'CronJob') => ({
    apiVersion: 'batch/v1',
    kind,
    metadata: { name: 'load', namespace: 'shop', uid: 'u' },
    spec: kind === 'Job' ? { template: podTemplate } : { jobTemplate: { spec: { template: podTemplate } } },
  });

  /** What is written of a workload of a kind, with these words of the form. */
  async function write(kind: 'Job' | 'CronJob' | 'Deployment', again: boolean) {
    const object = kind === 'Deployment' ? { ...batch('Job'), kind } : batch(kind);
    const version = kind === 'Deployment' ? 'apps/v1' : 'batch/v1';
    const ref = { ...target.ref, name: 'load', resource: fakeResource(`${version}/${kind.toLowerCase()}s`, kind) };
    const found = { ...input, again, changes: { [pathOf({ ref })]: imageChanges(object, input.from, input.to) } };
    const sent: unknown[] = [];
    undoMemory.forget('c');
    await registryDialog.run?.(
      { ref },
      {
        navigate: () => {},
        copy: async () => {},
        request: async (path, init) => {
          if (init === undefined) return object;
          sent.push([init.method, path.split('?')[0]?.split('/shop')[1], JSON.parse(init.body ?? '')]);
          return { ...object, metadata: { ...object.metadata, name: 'new' } };
        },
      },
      found,
    );
    return {
      sent,
      fault: registryDialog.form?.fault?.(found, [{ ref }]),
      plan: registryDialog.plan?.([{ ref }], found)?.key,
      command: registryDialog.kubectl?.({ ref }, found),
      writes: undoMemory.writes().length,
      access: setRegistry.access?.({ ref }),
    };
  }

  it('writes the template of a CronJob, whose next Jobs have it', async () => {
    const images = { spec: { containers: [{ name: 'main', image: 'm.io/x:1' }] } };
    expect(await write('CronJob', false)).toEqual({
      sent: [['PATCH', '/cronjobs/load', { spec: { jobTemplate: { spec: { template: images } } } }]],
      fault: undefined,
      plan: 'deploy:registry.planCron',
      command: 'kubectl set image cronjobs.batch/load -n shop main=m.io/x:1',
      writes: 1,
      access: { verb: 'patch', group: 'batch', resource: 'cronjobs', namespace: 'shop' },
    });
    const deployment = await write('Deployment', false);
    expect(deployment.sent).toMatchObject([
      ['PATCH', '/deployments/load', { metadata: { annotations: { 'kubernetes.io/change-cause': 'moved' } } }],
    ]);
    expect(deployment.command).toMatch(/ && kubectl annotate --overwrite .*kubernetes.io\/change-cause=moved$/);
  });

  it('says of a mixed selection what comes of each kind', async () => {
    const settings = { ns: ['deploy'], interpolation: { escapeValue: false } };
    await i18next.init({ lng: 'en', resources: { en: { deploy: words } }, ...settings });
    const of = (kind: string, version: string, name: string) => ({
      ref: { ...target.ref, name, resource: fakeResource(`${version}/${kind.toLowerCase()}s`, kind) },
    });
    const targets = [
      of('Deployment', 'apps/v1', 'web'),
      of('Job', 'batch/v1', 'load'),
      of('CronJob', 'batch/v1', 'sync'),
    ];
    const images = imageChanges(batch('Job'), input.from, input.to);
    const plan = (some: readonly ActionTarget[], again: boolean) => {
      const changes = Object.fromEntries(targets.map((each) => [pathOf(each), images]));
      const said = registryDialog.plan?.(some, { ...input, again, changes });
      return said === undefined ? '' : i18next.t(said.key, { ...said.values });
    };
    const [web, cron, job] = [
      '1 image changes; its workload replaces its pods by its own strategy.',
      '1 image changes; the Jobs that are started from now on have it.',
      '1 image changes, in a new Job that starts at once.',
    ];
    const mixed = 'It comes to them in different ways.';
    expect(plan(targets, true)).toBe([mixed, web, cron, job].join(' '));
    // Jobs stay as they are
    expect(plan(targets, false)).toBe([mixed, web, cron].join(' '));
    expect(plan(targets.slice(0, 2), false)).toBe(web);
    expect(plan(targets.slice(1), true)).toBe([mixed, cron, job].join(' '));
  });

  it('leaves a Job as it is, which cannot change, unless a new one is asked for', async () => {
    const left = await write('Job', false);
    expect(left).toMatchObject({ sent: [], fault: { key: 'deploy:registry.nothing' }, writes: 0 });
    const anew = await write('Job', true);
    expect(anew.sent).toMatchObject([
      [
        'POST',
        '/jobs',
        {
          metadata: { name: 'load-again-bcdfg' },
          spec: { template: { spec: { containers: [{ name: 'main', image: 'm.io/x:1' }] } } },
        },
      ],
    ]);
    expect(anew).toMatchObject({
      fault: undefined,
      plan: 'deploy:registry.planJobs',
      writes: 1,
      access: { verb: 'create', group: 'batch', resource: 'jobs', namespace: 'shop' },
    });
    expect(anew.command).toContain(
      '(.spec.template.spec.containers[] | select(.name == "main") | .image) = "m.io/x:1"',
    );
  });
});
