import { afterEach, expect, it, vi } from 'vitest';
import { loginPlan } from '../login/login-plan.ts';
import { type Outcome, runPlan } from './run-plan.ts';

const plan = loginPlan({
  scope: 'namespace',
  namespace: 'a',
  account: 'ci',
  role: 'edit',
  binding: 'edit:ci',
  lifetime: 3600,
});

const sent: string[] = [];

/** An API server that answers by plural. */
function answer(codes: Readonly<Record<string, readonly [number, string]>>): void {
  sent.length = 0;
  vi.stubGlobal('fetch', async (url: string) => {
    sent.push(url);
    const plural = /\/(\w+)\?/.exec(url)?.[1] ?? '';
    const [status, message] = codes[plural] ?? [201, ''];
    const reason = status === 409 ? 'AlreadyExists' : 'NotFound';
    return Response.json(status < 300 ? {} : { kind: 'Status', code: status, reason, message }, { status });
  });
}
afterEach(() => vi.unstubAllGlobals());

async function run(dryRun: boolean, before: readonly (Outcome | undefined)[] = []) {
  const states: (string | undefined)[] = [];
  const good = await runPlan('c', plan, { dryRun, before, tell: (index, { state }) => (states[index] = state) });
  return { good, states };
}

it('makes one after the other, and takes what is there already', async () => {
  answer({ namespaces: [409, 'namespaces "a" already exists'] });
  expect(await run(false)).toEqual({ good: true, states: ['exists', 'done', 'done'] });
  expect(sent.every((url) => !url.includes('dryRun'))).toBe(true);
});

it('tells what was written, to be undone; a trial and what was there already are nothing of that', async () => {
  answer({ namespaces: [409, 'namespaces "a" already exists'] });
  const written: string[] = [];
  const onWritten: Parameters<typeof runPlan>[2]['onWritten'] = ({ object }) => written.push(object.kind);
  for (const dryRun of [true, false]) await runPlan('c', plan, { dryRun, before: [], tell: () => {}, onWritten });
  expect(written).toEqual(['ServiceAccount', 'RoleBinding']);
});

it('stops where one fails, and goes on from there', async () => {
  answer({ serviceaccounts: [403, 'no'] });
  expect(await run(false)).toEqual({ good: false, states: ['done', 'failed'] });
  answer({});
  expect(await run(false, [{ state: 'done' }])).toEqual({ good: true, states: [undefined, 'done', 'done'] });
  expect(sent).toHaveLength(2);
});

it('tries all of them; what needs the new namespace waits', async () => {
  answer({});
  expect(await run(true)).toEqual({ good: true, states: ['tried', 'waits', 'waits'] });
  expect(sent).toHaveLength(1);
  answer({ namespaces: [409, 'namespaces "a" already exists'], rolebindings: [403, 'no'] });
  expect(await run(true)).toEqual({ good: false, states: ['exists', 'tried', 'failed'] });
  expect(sent.every((url) => url.includes('dryRun=All'))).toBe(true);
});
