import { textAt, textsAt } from '../../api/read-field.ts';
import type { ExtraColumn, RowView } from '../define-kind.ts';

export const CLAIM_OWNERS = 'metadata.ownerReferences';
const USERS = '@usedBy';

/**
 * The pods that use a claim, which no claim says itself; claims outlive pods, and one that nobody uses costs money (TUT-39).
 * `claim-users.ts` says what is in the cells.
 */
export const usersColumn: ExtraColumn = {
  id: 'usedBy',
  header: 'Used By',
  title: 'list.usedBy',
  of: '/pods',
  fields: [CLAIM_OWNERS, USERS],
  text: (view) => {
    const [first, ...more] = podsOf(view);
    if (first === undefined) return textAt(view.field(USERS), 'text');
    return more.length === 0 ? first : `${first} +${more.length}`;
  },
  describe: (view) => {
    const pods = podsOf(view);
    return pods.length > 1 ? pods.join(', ') : textAt(view.field(USERS), 'why');
  },
  link: (view) => {
    const [name, ...more] = podsOf(view);
    // of several none is the one
    return name === undefined || more.length > 0
      ? undefined
      : { group: '', kind: 'Pod', name, namespace: view.row.namespace };
  },
};

const podsOf = (view: RowView): readonly string[] => textsAt(view.field(USERS), 'pods');
