import { problem } from '@quarterdeck/shared/problem';
import { Box } from 'lucide-react';
import { describe, expect, it } from 'vitest';
import { ActionRun, type ActionRunOptions, type RunSnapshot } from './action-run.ts';
import { type AccessCheck, type ActionApi, type ActionTarget, defineAction } from './define-action.ts';
import type { Departure } from './delete/follow-gone.ts';

const resource = {
  group: '',
  version: 'v1',
  resource: 'pods',
  kind: 'Pod',
  singular: 'pod',
  shortNames: [],
  categories: [],
  namespaced: true,
  verbs: [],
};
const target = (name: string, namespace = 'a'): ActionTarget => ({ ref: { cluster: 'c', resource, namespace, name } });

/** Runs that end when the test says so, one gate for each object. */
function prepare(
  names: readonly ActionTarget[],
  options: {
    width?: number;
    denied?: (check: AccessCheck) => boolean;
    asking?: () => Promise<void>;
    or?: AccessCheck;
    follow?: NonNullable<ActionRunOptions<string>['follow']>;
  } = {},
) {
  const gates = new Map<string, { done: () => void; fail: (error: Error) => void }>();
  const asked: string[] = [];
  const dryRuns: boolean[] = [];
  const action = defineAction<string>({
    id: 'x',
    title: 'X',
    icon: Box,
    order: 1,
    ...(options.follow === undefined ? {} : { until: 'gone' as const }),
    applies: () => true,
    access: ({ ref }) => ({
      ...{ verb: 'delete', group: '', resource: 'pods', namespace: ref.namespace ?? '' },
      ...(options.or === undefined ? {} : { or: options.or }),
    }),
    run: ({ ref }, api) =>
      new Promise((done, fail) => {
        void api.request('/');
        gates.set(ref.name, { done, fail });
      }),
    kubectl: () => '',
  });
  const run = new ActionRun<string>({
    action,
    targets: names,
    frame: (later) => later(),
    mayI: async (_cluster, check) => {
      asked.push([check.namespace, check.name].filter(Boolean).join('/'));
      await options.asking?.();
      return !options.denied?.(check);
    },
    problemOf: (error) => problem('qd.internal', String(error)),
    lend: ({ ref }, { dryRun, onWarning, onNote }): ActionApi => ({
      navigate() {},
      copy: async () => {},
      request: async () => {
        dryRuns.push(dryRun);
        if (ref.name === 'old') onWarning('it is old');
        if (ref.name === 'old') onNote('half of it');
        return undefined;
      },
    }),
    ...(options.width === undefined ? {} : { width: options.width }),
    ...(options.follow === undefined ? {} : { follow: options.follow }),
  });
  const states = () => run.getSnapshot().items.map(({ state }) => state);
  /** all that was promised until now has been heard */
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return { run, gates, asked, dryRuns, states, settle };
}

describe('a run on many objects', () => {
  it('asks for each right once, by name only where the wide one is missing', async () => {
    const { run, asked, states } = prepare([target('x'), target('y'), target('x', 'b'), target('mine', 'b')], {
      denied: ({ namespace, name }) => namespace === 'b' && name !== 'mine',
    });
    expect(states()).toEqual(['reviewing', 'reviewing', 'reviewing', 'reviewing']);
    await run.review();
    expect(asked.toSorted()).toEqual(['a', 'b', 'b/mine', 'b/x']);
    expect(states()).toEqual(['ready', 'ready', 'denied', 'ready']);
    expect(run.getSnapshot().items[2]?.missing).toMatchObject({ verb: 'delete', namespace: 'b' });
  });

  it.each<[readonly string[], string, readonly string[]]>([
    [[], 'ready', ['delete a']],
    [['delete'], 'ready', ['delete a', 'delete a/x', 'patch b']],
    [['delete', 'patch'], 'denied', ['delete a', 'delete a/x', 'patch b']],
  ])('takes another right that will do as well: without %j it is %s', async (missing, state, questions) => {
    const asked: string[] = [];
    const { run, states } = prepare([target('x')], {
      or: { verb: 'patch', group: 'policy', resource: 'poddisruptionbudgets', namespace: 'b' },
      denied: (check) => {
        expect(check).not.toHaveProperty('or');
        asked.push(`${check.verb} ${[check.namespace, check.name].filter(Boolean).join('/')}`);
        return missing.includes(check.verb);
      },
    });
    await run.review();
    expect([states(), asked]).toEqual([[state], questions]);
    expect(run.getSnapshot().items[0]?.missing?.verb).toBe(state === 'denied' ? 'delete' : undefined);
  });

  it('works on a few at a time, passes over what is denied, and reports each', async () => {
    const { run, gates, states, settle } = prepare([target('x'), target('no', 'b'), target('y'), target('z')], {
      width: 2,
      denied: ({ namespace }) => namespace === 'b',
    });
    await run.review();
    const over = run.start('', { dryRun: false });
    expect(states()).toEqual(['running', 'denied', 'running', 'ready']);
    gates.get('x')?.fail(new Error('conflict'));
    await settle();
    expect(states()).toEqual(['failed', 'denied', 'running', 'running']);
    gates.get('y')?.done();
    gates.get('z')?.done();
    await over;
    const { phase, counts, items } = run.getSnapshot();
    expect(phase).toBe('plan');
    expect(counts).toMatchObject({ done: 2, failed: 1, denied: 1 });
    expect(items[0]?.problem?.title).toContain('conflict');
  });

  it('tries again only what failed', async () => {
    const { run, gates, states, settle } = prepare([target('x'), target('y')]);
    await run.review();
    const first = run.start('', { dryRun: false });
    gates.get('x')?.done();
    gates.get('y')?.fail(new Error('no'));
    await first;
    gates.clear();
    const second = run.start('', { dryRun: false });
    await settle();
    expect([...gates.keys()]).toEqual(['y']);
    gates.get('y')?.done();
    await second;
    expect(states()).toEqual(['done', 'done']);
    expect(run.getSnapshot().phase).toBe('finished');
    expect(run.getSnapshot().items[1]?.problem).toBeUndefined();
  });

  it('a trial changes nothing and leaves everything to be done; warnings and notes are kept', async () => {
    const { run, gates, dryRuns, states } = prepare([target('old')]);
    await run.review();
    const trial = run.start('', { dryRun: true });
    expect(run.getSnapshot().phase).toBe('trying');
    gates.get('old')?.done();
    await trial;
    expect(states()).toEqual(['tried']);
    expect(run.getSnapshot()).toMatchObject({
      phase: 'plan',
      items: [{ warnings: ['it is old'], notes: ['half of it'] }],
    } satisfies {
      phase: RunSnapshot['phase'];
      items: object[];
    });
    const real = run.start('', { dryRun: false });
    gates.get('old')?.done();
    await real;
    expect(dryRuns).toEqual([true, false]);
    expect(states()).toEqual(['done']);
  });

  it('begins nothing more once stopped', async () => {
    const { run, gates, states } = prepare([target('x'), target('y'), target('z')], { width: 1 });
    await run.review();
    const over = run.start('', { dryRun: false });
    run.stop();
    gates.get('x')?.done();
    await over;
    expect(states()).toEqual(['done', 'stopped', 'stopped']);
    expect(run.getSnapshot().phase).toBe('plan');
  });
});

describe('a run that is begun while rights are still being asked for', () => {
  function slowly() {
    const answers: (() => void)[] = [];
    const prepared = prepare([target('x'), target('y', 'b')], {
      denied: ({ namespace }) => namespace === 'b',
      asking: () => new Promise((resolve) => answers.push(resolve)),
    });
    const answer = async () => {
      for (const each of answers.splice(0)) each();
      await prepared.settle();
    };
    return { ...prepared, answer };
  }

  it('waits for the answers: what is denied is passed over, and nothing is run twice', async () => {
    const { run, gates, states, settle, answer } = slowly();
    const review = run.review();
    const over = run.start('', { dryRun: false });
    expect(run.getSnapshot().phase).toBe('running');
    await settle();
    expect([...gates.keys()]).toEqual([]);
    await answer();
    await answer();
    gates.get('x')?.done();
    await Promise.all([review, over]);
    expect(states()).toEqual(['done', 'denied']);
    expect(run.getSnapshot().phase).toBe('finished');
  });

  it('leaves alone what was done when an answer comes late', async () => {
    const { run, gates, states, settle, answer } = slowly();
    void run.review();
    await answer();
    await answer();
    const over = run.start('', { dryRun: false });
    await settle();
    gates.get('x')?.done();
    await over;
    const again = run.review();
    await answer();
    await answer();
    await again;
    expect(states()).toEqual(['done', 'denied']);
  });

  it('begins nothing when it was stopped meanwhile', async () => {
    const { run, gates, states, answer } = slowly();
    void run.review();
    const over = run.start('', { dryRun: false });
    run.stop();
    await answer();
    await answer();
    await over;
    expect([...gates.keys()]).toEqual([]);
    expect(states()).toEqual(['stopped', 'denied']);
  });
});

describe('a run that is over when the objects are gone', () => {
  function following() {
    const departures: ((index: number, departure: Departure) => void)[] = [];
    let ended = 0;
    const prepared = prepare([target('x'), target('y')], {
      follow: (_targets, tell) => {
        departures.push(tell);
        return () => {
          ended += 1;
        };
      },
    });
    return { ...prepared, tell: (...said: [number, Departure]) => departures.at(-1)?.(...said), ended: () => ended };
  }

  it('waits for each of them', async () => {
    const { run, gates, states, settle, tell, ended } = following();
    await run.review();
    const over = run.start('', { dryRun: false });
    await settle();
    gates.get('x')?.done();
    await settle();
    // it went while the other one was still being asked to
    tell(0, 'gone');
    tell(1, { metadata: { uid: 'u', name: 'y', finalizers: ['a'] } });
    gates.get('y')?.done();
    await over;
    expect(states()).toEqual(['done', 'leaving']);
    expect(run.getSnapshot()).toMatchObject({
      phase: 'following',
      items: [{}, { departure: { metadata: { finalizers: ['a'] } } }],
    });
    tell(1, 'gone');
    expect(run.getSnapshot()).toMatchObject({ phase: 'finished', counts: { done: 2 } });
    run.close();
    expect(ended()).toBe(1);
  });

  it('can be tried in another way while an object does not go', async () => {
    const { run, gates, states, settle, tell } = following();
    await run.review();
    const over = run.start('', { dryRun: false });
    await settle();
    for (const gate of gates.values()) gate.done();
    await over;
    tell(0, 'gone');
    run.reopen();
    expect(states()).toEqual(['done', 'ready']);
    const again = run.start('', { dryRun: false });
    await settle();
    gates.get('y')?.done();
    await again;
    tell(1, 'unseen');
    expect(run.getSnapshot().phase).toBe('finished');
  });
});
