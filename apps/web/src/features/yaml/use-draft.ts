import { useCallback, useMemo, useState } from 'react';
import { type Draft, type DraftKey, drafts } from '../../api/drafts.ts';
import type { ObjectRef } from '../../api/kube-object.ts';
import { useSession } from '../../api/use-session.ts';

/** The draft of one object and what can be done with it. */
export interface KeptDraft {
  /** as it was when the page was opened, or last looked for */
  readonly found: Draft | undefined;
  /** false: it would not survive a reload */
  save(draft: Omit<Draft, 'at'>, secret: boolean): boolean;
  /** it was written, or is not wanted */
  discard(): void;
  /** looks again */
  look(): void;
}

/** What the person typed on an object and has not written; `purpose` tells an edit from a copy of it. */
export function useDraft({ cluster, resource, namespace = '', name }: ObjectRef, purpose: 'edit' | 'copy'): KeptDraft {
  const user = useSession(cluster)?.user.name ?? '';
  const object = [purpose, resource.group, resource.resource, namespace, name].join('/');
  const key = useMemo((): DraftKey => ({ cluster, user, object }), [cluster, user, object]);
  const [held, setHeld] = useState(() => ({ key, found: drafts.find(key) }));
  // another object, another person: what was found for the one before is not theirs
  const found = held.key === key ? held.found : drafts.find(key);
  const look = useCallback(() => setHeld({ key, found: drafts.find(key) }), [key]);
  return useMemo(
    () => ({
      found,
      look,
      save: (draft, secret) => drafts.save(key, draft, secret),
      discard: () => {
        drafts.discard(key);
        look();
      },
    }),
    [key, found, look],
  );
}
