import { problemOfStatus } from '@quarterdeck/shared/api-status';
import { ProblemError, problem } from '@quarterdeck/shared/problem';
import { describe, expect, it } from 'vitest';
import { RefusedError } from '../../api/api-fetch.ts';
import type { DrainPod } from './drain-plan.ts';
import { DrainRun } from './drain-run.ts';
import { backOffSeconds, type EvictionAnswer, readRefusal } from './eviction-answer.ts';

const pod = (uid: string, more: Partial<DrainPod> = {}): DrainPod => ({
  uid,
  namespace: 'n',
  name: uid,
  class: 'evict',
  fate: 'taken',
  owner: 'ReplicaSet/web',
  emptyDirs: [],
  budgets: [],
  ...more,
});
const refused: EvictionAnswer = { kind: 'budget', budget: 'web', message: 'needs 2' };

/** A node whose evicted pods are gone at the next look; each refusal is taken from `answers` of the pod. */
function node(pods: DrainPod[], answers: Record<string, (EvictionAnswer | undefined)[]> = {}) {
  const told: string[] = [];
  let now = 1_000_000;
  const going = new Set<string>();
  const onSleep: (() => void)[] = [];
  const run = new DrainRun({
    cordon: async () => void told.push('cordon'),
    look: async () => {
      pods.splice(0, pods.length, ...pods.filter(({ uid }) => !going.has(uid)));
      return [...pods];
    },
    evict: async ({ uid }) => {
      told.push(`evict ${uid} ${(now - 1_000_000) / 1000}`);
      const answer = answers[uid]?.shift();
      if (answer === undefined) going.add(uid);
      return answer;
    },
    problemOf: (error) => problem('qd.internal', String(error)),
    now: () => now,
    sleep: async (ms) => {
      now += ms;
      onSleep.shift()?.();
    },
  });
  return {
    run,
    told,
    pods,
    onSleep,
    states: () => run.getSnapshot().items.map(({ pod: { uid }, state }) => [uid, state]),
  };
}

describe('a drain under way (OPS-183, CTL-52)', () => {
  it('cordons first, evicts what the plan takes and leaves the rest alone', async () => {
    const { run, told, states } = node([pod('a'), pod('b'), pod('daemon', { class: 'daemonSet', fate: 'passed' })]);
    await run.start();
    expect(told).toEqual(['cordon', 'evict a 0', 'evict b 0']);
    expect(run.getSnapshot().phase).toBe('finished');
    expect(states()).toEqual([
      ['a', 'gone'],
      ['b', 'gone'],
    ]);
  });

  it('tries again later and later while a budget has no room', async () => {
    const { run, told } = node([pod('a')], { a: [refused, refused, refused] });
    await run.start();
    // looks every two seconds: 5, 10 and 20 seconds after each refusal at the soonest
    expect(told).toEqual(['cordon', 'evict a 0', 'evict a 6', 'evict a 16', 'evict a 36']);
  });

  it('pauses, goes on, and when cancelled evicts no more', async () => {
    const { run, told, onSleep } = node([pod('a')], { a: [refused, refused, refused] });
    onSleep.push(() => run.pause());
    for (let i = 0; i < 5; i += 1) onSleep.push(() => {});
    onSleep.push(
      () => run.resume(),
      () => {},
      () => run.cancel(),
    );
    await run.start();
    expect(told).toEqual(['cordon', 'evict a 0', 'evict a 14']);
    expect(run.getSnapshot().phase).toBe('cancelled');
  });

  it('goes on at once with what was held back, as if it had never been refused', async () => {
    const { run, told, onSleep } = node([pod('a')], { a: [refused, refused, refused, refused] });
    // refused at 0, 6 and 16: the next try would be at 36
    for (let i = 0; i < 8; i += 1) onSleep.push(() => {});
    onSleep.push(
      () => run.pause(),
      () => run.resume(),
    );
    await run.start();
    expect(told.slice(1)).toEqual(['evict a 0', 'evict a 6', 'evict a 16', 'evict a 20', 'evict a 26']);
  });

  it('tries again what nobody has refused for good', async () => {
    const away: EvictionAnswer = { kind: 'passing', problem: problem('qd.app.unreachable', ''), retryAfterSeconds: 7 };
    const { run, told } = node([pod('a')], { a: [away] });
    await run.start();
    expect(told).toEqual(['cordon', 'evict a 0', 'evict a 8']);
    expect(run.getSnapshot().phase).toBe('finished');
  });

  it('paused while the node is being cordoned, it evicts nothing before it goes on', async () => {
    const { run, told, onSleep } = node([pod('a')]);
    onSleep.push(() => run.resume());
    const over = run.start();
    run.pause();
    await over;
    expect(told).toEqual(['cordon', 'evict a 2']);
  });

  it('evicts what came to the node since it began', async () => {
    const { run, told, onSleep, pods } = node([pod('a')], { a: [refused] });
    onSleep.push(() => void pods.push(pod('late')));
    await run.start();
    expect(told).toEqual(['cordon', 'evict a 0', 'evict late 2', 'evict a 6']);
  });

  it('says of a pod that is still there long after its time that it is overdue', async () => {
    const stuck = pod('stuck', { class: 'leaving', dueBy: 1_000_000 });
    const { run, onSleep, told } = node([stuck]);
    for (let i = 0; i < 17; i += 1) onSleep.push(() => {});
    onSleep.push(() => run.cancel());
    await run.start();
    expect(told).toEqual(['cordon']);
    expect(run.getSnapshot().items[0]).toMatchObject({ state: 'leaving', overdue: true });
  });

  it('does not begin when the node cannot be cordoned', async () => {
    const run = new DrainRun({
      cordon: () => Promise.reject(new Error('no')),
      look: async () => [pod('a')],
      evict: () => Promise.reject(new Error('never asked')),
      problemOf: (error) => problem('qd.internal', String(error)),
      now: () => 0,
      sleep: async () => {},
    });
    await run.start();
    expect(run.getSnapshot()).toMatchObject({ phase: 'failed', items: [], problem: { code: 'qd.internal' } });
  });
});

describe('what a refused eviction means', () => {
  const refusal = (code: number, body: object, problemCode: 'qd.api.too-many-requests' | 'qd.api.not-found') =>
    new RefusedError(
      problem(problemCode, '', { params: { httpStatus: code } }),
      { kind: 'Status', code, ...body },
      new Headers(),
    );
  const cannot = "Cannot evict pod as it would violate the pod's disruption budget.";
  const of = (message: string, more: object = {}) =>
    refusal(
      429,
      {
        reason: 'TooManyRequests',
        message: cannot,
        details: { causes: [{ reason: 'DisruptionBudget', message }], ...more },
      },
      'qd.api.too-many-requests',
    );

  it.each([
    ['v1.20', of('The disruption budget web needs 2 healthy pods and has 2 currently'), 'web', undefined],
    ['today', of('The disruption budget zk-pdb needs 2 healthy pods and has 2 currently'), 'zk-pdb', undefined],
    [
      'not observed yet',
      of('The disruption budget web is still being processed by the server.', { retryAfterSeconds: 10 }),
      'web',
      10,
    ],
    ['words that nobody knows', of('No.'), '', undefined],
  ])('%s: a budget', (_, error, budget, retryAfterSeconds) => {
    expect(readRefusal(error)).toMatchObject({
      kind: 'budget',
      budget,
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    });
  });

  it('tells the budget from a server that is busy, from a pod that is gone, and from all else', () => {
    const busy = refusal(
      429,
      { message: 'too many requests', details: { retryAfterSeconds: 1 } },
      'qd.api.too-many-requests',
    );
    expect(readRefusal(busy)).toEqual({ kind: 'busy', retryAfterSeconds: 1 });
    expect(readRefusal(refusal(404, {}, 'qd.api.not-found'))).toEqual({ kind: 'gone' });
    expect(readRefusal(new Error('x'))).toMatchObject({ kind: 'failed', problem: { code: 'qd.internal' } });
  });

  const answered = (code: number, body: object = {}) => {
    const status = { kind: 'Status', code, ...body };
    return new RefusedError(problemOfStatus(code, status), status, new Headers());
  };
  const own = (code: 'qd.session.switched' | 'qd.request.csrf' | 'qd.cluster.unknown' | 'qd.cluster.timeout') =>
    new RefusedError(problem(code, ''), {}, new Headers());
  const caused = (reason: string) => ({ reason: 'Forbidden', details: { causes: [{ reason, message: '' }] } });
  const several = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';
  it.each<[string, unknown, EvictionAnswer['kind']]>([
    ['no answer', new ProblemError(problem('qd.app.unreachable', '')), 'passing'],
    ['the session is over', answered(401), 'passing'],
    ['another account was chosen', own('qd.session.switched'), 'passing'],
    ['the API server is away', own('qd.cluster.timeout'), 'passing'],
    ['500', answered(500, { reason: 'InternalError', message: 'etcdserver: request timed out' }), 'passing'],
    ['503', answered(503), 'passing'],
    ['504', answered(504, { reason: 'Timeout' }), 'passing'],
    ['its namespace is being deleted', answered(403, caused('NamespaceTerminating')), 'passing'],
    ['two budgets', answered(500, { message: several }), 'failed'],
    ['403', answered(403, caused('FieldValueForbidden')), 'failed'],
    ['400', answered(400), 'failed'],
    ['422', answered(422), 'failed'],
    ['a code of no catalogue', answered(418), 'failed'],
    ["Quarterdeck's own 403", own('qd.request.csrf'), 'failed'],
    ['a cluster that is not known is no pod that is gone', own('qd.cluster.unknown'), 'failed'],
    ['another pod has the name', answered(409, { reason: 'Conflict' }), 'gone'],
  ])('what passes is tried again: %s', (_, error, kind) => {
    expect(readRefusal(error).kind).toBe(kind);
  });

  it.each([
    [1, 0, 5],
    [2, 0, 10],
    [3, 0, 20],
    [9, 0, 60],
    [1, 30, 30],
  ])('after %i refusals, asked for %i s: %i s', (tries, asked, seconds) => {
    expect(backOffSeconds(tries, asked)).toBe(seconds);
  });
});
