import { listAt, textAt } from '../../api/read-field.ts';

/** Conditions of a namespace that is being deleted (core/v1 NamespaceConditionType); each says what still stands when "True". */
const TYPES = [
  'NamespaceDeletionDiscoveryFailure',
  'NamespaceDeletionGroupVersionParsingFailure',
  'NamespaceDeletionContentFailure',
  'NamespaceContentRemaining',
  'NamespaceFinalizersRemaining',
] as const;
/** These do not pass by waiting: somebody must do something. */
const BROKEN: ReadonlySet<string> = new Set(TYPES.slice(0, 3));

export interface Blocker {
  readonly type: (typeof TYPES)[number] | 'other';
  readonly message: string;
  readonly broken: boolean;
}

/** What keeps a namespace, the gravest first. */
export function blockersOf(namespace: unknown): readonly Blocker[] {
  const found = listAt(namespace, 'status.conditions').filter((item) => textAt(item, 'status') === 'True');
  const known = TYPES.flatMap((type): Blocker[] => {
    const condition = found.find((item) => textAt(item, 'type') === type);
    return condition === undefined ? [] : [{ type, message: textAt(condition, 'message'), broken: BROKEN.has(type) }];
  });
  const others = found
    .filter((item) => !TYPES.some((type) => type === textAt(item, 'type')))
    .map((item) => [textAt(item, 'type'), textAt(item, 'message')].filter((part) => part !== '').join(': '));
  return others.length === 0 ? known : [...known, { type: 'other', message: others.join('\n'), broken: false }];
}
