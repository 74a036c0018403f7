import { apiPath } from '@quarterdeck/shared/resource-path';
import { useQuery } from '@tanstack/react-query';
import { k8sJson } from '../../api/api-fetch.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import type { ActionTarget } from '../define-action.ts';

/** The object that a dialog is about: a list knows no more than its row. Until it has been read `isOld`: it is as the page had it. */
export function useTargetObject({ ref, object }: ActionTarget): {
  readonly object?: KubeObject;
  readonly isOld: boolean;
  readonly error?: Error;
} {
  const path = apiPath(ref.resource, ref);
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: ['action-target', ref.cluster, path],
    queryFn: ({ signal }) => k8sJson<KubeObject>(ref.cluster, path, { signal }),
    ...(object === undefined ? {} : { placeholderData: object }),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  return {
    isOld: isPlaceholderData,
    ...(data === undefined ? {} : { object: data }),
    ...(error === null ? {} : { error }),
  };
}
