import type { ObjectRef } from '../api/kube-object.ts';

/** A kubectl command on one object, each word quoted where a shell would read more than its letters. */
export function kubectlCommand(verb: string, { resource, namespace, name }: ObjectRef, ...flags: string[]): string {
  const type = resource.group === '' ? resource.resource : `${resource.resource}.${resource.group}`;
  const target = verb === 'logs' || verb === 'exec' ? [name] : [type, name];
  const where = namespace === undefined ? [] : ['-n', namespace];
  return ['kubectl', verb, ...target, ...where, ...flags].map(quoted).join(' ');
}

function quoted(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
