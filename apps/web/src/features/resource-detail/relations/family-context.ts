import { createContext } from 'react';
import type { DiscoveredResource } from '../../../api/kube-object.ts';
import type { Family } from './use-family.ts';

export interface SharedFamily {
  readonly family: Family;
  /** follows objects of these kinds too */
  readonly alsoIn: (kinds: readonly DiscoveredResource[]) => void;
}

/** What the page's object owns: relations and events show the same, from the same live queries. */
export const FamilyContext = createContext<SharedFamily | undefined>(undefined);
