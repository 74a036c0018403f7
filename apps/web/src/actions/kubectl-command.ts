import type { ObjectRef } from '../api/kube-object.ts';

/** A kubectl command on one object, each word quoted where a shell would read more than its letters. */
export function kubectlCommand(verb: string, { resource, namespace, name }: ObjectRef, ...flags: string[]): string {
  const target = verb === 'logs' || verb === 'exec' ? [name] : [kubectlType(resource), name];
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
