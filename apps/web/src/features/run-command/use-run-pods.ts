import { useQuery } from '@tanstack/react-query';
import type { ActionTarget } from '../../actions/define-action.ts';
import { type FoundPods, findPods, type RelationsOf } from './find-pods.ts';

/** The pods of a dialog's targets, read when it opens and again on demand. */
export function useRunPods(targets: readonly ActionTarget[]): {
  readonly found: FoundPods | undefined;
  readonly error: Error | null;
  readonly reload: () => void;
} {
  const refs = targets.map(({ ref }) => ref);
  const cluster = refs[0]?.cluster ?? '';
  const keys = refs.map(({ resource, namespace, name }) => [resource.group, resource.resource, namespace, name]);
  const { data, error, refetch } = useQuery({
    queryKey: ['run-pods', cluster, keys],
    queryFn: async ({ signal }) => {
      const { wholeKinds } = await import('../../kinds/whole-kinds.ts');
      const relationsOf: RelationsOf = ({ group, resource }) => wholeKinds.get(`${group}/${resource}`)?.relations ?? [];
      return findPods(cluster, refs, relationsOf, signal);
    },
    staleTime: 0,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
  return { found: data, error, reload: () => void refetch() };
}
