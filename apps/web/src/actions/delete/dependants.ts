import { parseResource } from '@quarterdeck/shared/resource-path';
import { findChildren } from '../../api/find-children.ts';
import type { DiscoveredResource, KubeObject, ObjectRef } from '../../api/kube-object.ts';
import type { KindDefinition } from '../../kinds/define-kind.ts';
import type { Finding } from '../../kinds/deletion.ts';

/** Names that a sentence lists. */
const SHOWN = 5;

/**
 * The objects that go because this one owns them. The file of a kind says which kinds it makes; of a kind without a file every kind that
 * can hold them is asked. One that has another owner stays, and is not counted.
 */
export async function dependantFindings(
  { metadata }: KubeObject,
  ref: ObjectRef,
  definition: KindDefinition | undefined,
  resources: readonly DiscoveredResource[],
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const made = definition?.relations?.flatMap((relation) => (relation.how === 'owns' ? [relation.resource] : []));
  const asked =
    definition === undefined
      ? resources
      : resources.filter(({ group, resource }) =>
          (made ?? []).some((text) => {
            const gvr = parseResource(text);
            return gvr?.group === group && gvr.resource === resource;
          }),
        );
  if (asked.length === 0) return [];
  const { children, partly, refused } = await findChildren(ref, metadata.uid, asked, { signal });
  const going = children.filter(({ shared }) => !shared);
  if (going.length === 0) return [];
  const names = going.slice(0, SHOWN).map(({ ref: { resource, name } }) => `${resource.kind} ${name}`);
  const isMore = going.length > SHOWN || partly > 0 || refused > 0;
  return [
    {
      about: 'takes',
      key: 'dependants',
      values: { count: going.length, names: `${names.join(', ')}${isMore ? ', …' : ''}` },
    },
  ];
}
