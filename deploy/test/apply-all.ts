import { spawn } from 'node:child_process';
import { expect } from 'vitest';
import { buildVariant, listVariants, newestKubectl } from './render.ts';

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Asynchronous: the API server may live in this process. */
function kubectl(program: string, kubeconfig: string, line: string, input: string): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, line.split(' '), {
      env: { ...process.env, KUBECONFIG: kubeconfig },
    });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
    child.stdin.end(input);
  });
}

/**
 * Applies every variant, one over the other: first as the server's dry run, then for real; at the end nothing may differ. No field may be
 * unknown, and the server may warn of nothing. `policy` is the version of disruption budgets that the server has.
 */
export async function applyAll(kubeconfig: string, policy: 'policy/v1' | 'policy/v1beta1'): Promise<void> {
  const seen = new Set<string>();
  const program = newestKubectl()?.path ?? 'kubectl';
  let last = '';
  const check = async (what: string, line: string, input: string, out: RegExp): Promise<void> => {
    const outcome = await kubectl(program, kubeconfig, line, input);
    expect(outcome, `${what}: kubectl ${line}`).toEqual({ code: 0, out: expect.stringMatching(out), err: '' });
  };
  for (const variant of listVariants()) {
    const { name, namespace } = variant;
    const objects = (await buildVariant(variant)).map((object) =>
      object.kind === 'PodDisruptionBudget' ? { ...object, apiVersion: policy } : object,
    );
    const text = asText(objects);
    // a dry run makes no namespace for what comes after it
    if (!seen.has(namespace))
      await check(name, 'apply -f -', asText(objects.slice(0, 1)), /^namespace\/\S+ created\n$/);
    if (seen.has(text)) continue;
    await check(
      name,
      'apply --validate=true --dry-run=server -f -',
      text,
      /^deployment\.apps\/quarterdeck .*server dry/m,
    );
    await check(name, 'apply -f -', text, /^deployment\.apps\/quarterdeck /m);
    seen.add(namespace).add(text);
    last = text;
  }
  await check('the last one', 'diff -f -', last, /^$/);
}

const asText = (items: readonly object[]): string => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
