import { rightOf } from '../../actions/missing-right.ts';
import { useAccess } from '../../actions/use-access.ts';
import type { ObjectRef } from '../../api/kube-object.ts';
import { useWords } from '../../ui/use-words.ts';

/** The right that the person lacks to update the object, or to create one of its kind, in words; undefined: it may be tried. */
export function useMissingRight({ cluster, resource, namespace, name }: ObjectRef, verb: 'update' | 'create') {
  const words = useWords('actions');
  const offered = resource.verbs.includes(verb);
  const check = {
    verb,
    group: resource.group,
    resource: resource.resource,
    ...(verb === 'update' ? { name } : {}),
    ...(namespace === undefined ? {} : { namespace }),
  };
  const denied = useAccess(cluster, offered ? [check] : [])(check) === false;
  return offered && denied ? words(...rightOf(check)) : undefined;
}
