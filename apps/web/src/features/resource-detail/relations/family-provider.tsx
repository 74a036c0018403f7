import { type ReactNode, useMemo, useState } from 'react';
import type { DiscoveredResource } from '../../../api/kube-object.ts';
import type { DetailProps } from '../../../kinds/define-kind.ts';
import { FamilyContext } from './family-context.ts';
import { useFamily } from './use-family.ts';

const NONE: readonly DiscoveredResource[] = [];

/** Follows what the object owns. Only what shows it renders again when a pod of hundreds changes. */
export function FamilyProvider({ target, object, children }: DetailProps & { readonly children: ReactNode }) {
  const [more, alsoIn] = useState(NONE);
  const family = useFamily(target, object, more);
  const value = useMemo(() => ({ family, alsoIn }), [family]);
  return <FamilyContext value={value}>{children}</FamilyContext>;
}
