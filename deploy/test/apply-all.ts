import { spawn } from 'node:child_process';
import { expect } from 'vitest';
import type { Manifest } from './manifest.ts';
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

/** The objects in a namespace of their own, so that all variants can be there at once. */
function moved(objects: readonly Manifest[], namespace: string): Manifest[] {
  return objects.map((object) =>
    object.kind === 'Namespace'
      ? { ...object, metadata: { ...object.metadata, name: namespace } }
      : { ...object, metadata: { ...object.metadata, namespace } },
  );
}

/**
 * Applies every variant beside the others: first as the server's dry run, then for real; after that nothing may differ. No field may be
 * unknown, and the server may warn of nothing. `policy` is the version of disruption budgets that the server has.
 */
export async function applyAll(kubeconfig: string, policy: 'policy/v1' | 'policy/v1beta1'): Promise<void> {
  const program = newestKubectl()?.path ?? 'kubectl';
  const all: Manifest[] = [];
  for (const variant of listVariants())
    all.push(...moved(await buildVariant(variant), `deploy-${variant.name.replaceAll('.', '-')}`));
  const budgets = all.map((object) =>
    object.kind === 'PodDisruptionBudget' ? { ...object, apiVersion: policy } : object,
  );
  const text = asText(budgets);
  const lines = budgets.length;
  const steps: readonly (readonly [line: string, input: string, out: RegExp])[] = [
    // a dry run makes no namespace for what comes after it
    ['apply -f -', asText(all.filter(({ kind }) => kind === 'Namespace')), /^(?:namespace\/\S+ created\n)+$/],
    ['apply --validate=true --dry-run=server -f -', text, new RegExp(`^(?:\\S+ .*\\(server dry run\\)\n){${lines}}$`)],
    ['apply -f -', text, new RegExp(`^(?:\\S+ (?:created|unchanged|configured)\n){${lines}}$`)],
    ['diff -f -', text, /^$/],
  ];
  for (const [line, input, out] of steps) {
    const outcome = await kubectl(program, kubeconfig, line, input);
    expect(outcome, `kubectl ${line}`).toEqual({ code: 0, out: expect.stringMatching(out), err: '' });
  }
}

const asText = (items: readonly object[]): string => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
