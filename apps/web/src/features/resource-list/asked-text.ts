import type { LiveQuery } from '@quarterdeck/shared/live-protocol';

/** A query as kubectl would be asked: "pods -n team-a -l 'app=web'". */
export function askedText({
  resource,
  namespaces,
  labelSelector,
  fieldSelector,
}: Pick<LiveQuery, 'namespaces' | 'labelSelector' | 'fieldSelector'> & { readonly resource: string }): string {
  return [
    resource,
    ...(namespaces ?? []).map((namespace) => `-n ${namespace}`),
    ...(labelSelector === undefined ? [] : [`-l '${labelSelector}'`]),
    ...(fieldSelector === undefined ? [] : [`--field-selector '${fieldSelector}'`]),
  ].join(' ');
}
