import { spawn } from 'node:child_process';
import { expect } from 'vitest';
import { listVariants, newestKubectl, renderKustomize } from './render.ts';

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Asynchronous: the API server may live in this process. */
function kubectl(kubeconfig: string, line: string, input: string): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(newestKubectl(), line.split(' '), { env: { ...process.env, KUBECONFIG: kubeconfig } });
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
 * Applies every variant, one over the other: first as the server's dry run, then for real; after that nothing may differ, no field may be
 * unknown, and the server may warn of nothing. `policy` is the version of disruption budgets that the server has.
 */
export async function applyAll(kubeconfig: string, policy: 'policy/v1' | 'policy/v1beta1'): Promise<void> {
  for (const variant of listVariants()) {
    const text = renderKustomize(variant).replace(/^apiVersion: policy\/.*$/m, `apiVersion: ${policy}`);
    const namespace = text.slice(0, text.indexOf('\n---\n'));
    const steps: readonly (readonly [line: string, input: string, out: RegExp])[] = [
      ['apply -f -', namespace, /^namespace\/\S+ (?:created|unchanged|configured)\n$/],
      ['apply --validate=true --dry-run=server -f -', text, /deployment\.apps\/quarterdeck .*server dry run/],
      ['apply -f -', text, /deployment\.apps\/quarterdeck /],
      ['diff -f -', text, /^$/],
    ];
    for (const [line, input, out] of steps) {
      const outcome = await kubectl(kubeconfig, line, input);
      expect(outcome, `${variant.name}: kubectl ${line}`).toEqual({
        code: 0,
        out: expect.stringMatching(out),
        err: '',
      });
    }
  }
}
