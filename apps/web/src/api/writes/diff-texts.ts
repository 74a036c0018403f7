import type { KubeObject } from '../kube-object.ts';
import { maskDifference } from './mask-difference.ts';
import { withoutServerFields } from './server-fields.ts';
import { writeYaml } from './write-yaml.ts';

/** Two states of an object as texts to compare: without what the server counts, secret values masked. */
export function diffTexts(
  live: KubeObject | undefined,
  result: KubeObject,
  secretFields: readonly string[],
): { readonly before: string; readonly after: string } {
  const [before, after] = maskDifference(live, result, secretFields);
  return {
    before: before === undefined ? '' : writeYaml(withoutServerFields(before)),
    after: writeYaml(withoutServerFields(after)),
  };
}
