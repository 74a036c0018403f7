import { createContext, useContext } from 'react';
import type { DiscoveredResource } from '../api/kube-object.ts';
import type { KindDefinition } from './define-kind.ts';

/**
 * Kind definitions by "group/plural". Provided by the app; pages reach kinds through it and never by name.
 * In what shows objects it has whole definitions, elsewhere those without DETAIL_KEYS.
 */
export const KindsContext = createContext<ReadonlyMap<string, KindDefinition>>(new Map());

/** The definition of a kind; undefined for a kind without a file, which gets the generic product. */
export function useKind(resource: DiscoveredResource | undefined): KindDefinition | undefined {
  const kinds = useContext(KindsContext);
  return resource && kinds.get(`${resource.group}/${resource.resource}`);
}
