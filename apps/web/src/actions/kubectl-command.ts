import type { ObjectRef } from '../api/kube-object.ts';

/** These take the name of a pod, and no kind before it. */
const OF_PODS = new Set(['logs', 'exec', 'attach', 'debug']);

/** A kubectl command on one object, each word quoted where a shell would read more than its letters. */
export function kubectlCommand(verb: string, { resource, namespace, name }: ObjectRef, ...flags: string[]): string {
  const target = OF_PODS.has(verb) ? [name] : [kubectlType(resource), name];
  const where = namespace === undefined ? [] : ['-n', namespace];
  return ['kubectl', verb, ...target, ...where, ...flags].map(shellWord).join(' ');
}

/** How kubectl is told a kind without doubt: "pods", "deployments.apps". */
export function kubectlType({ group, resource }: { readonly group: string; readonly resource: string }): string {
  return group === '' ? resource : `${resource}.${group}`;
}

/** A word as a shell reads it: quoted where it would read more than its letters. */
export function shellWord(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
