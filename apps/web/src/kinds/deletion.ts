import type { KubeObject } from '../api/kube-object.ts';

/**
 * Something that deleting one object does, as its own state tells it. takes: it goes too · back: it will be made again · data: what may be
 * lost · holds: why it will not go at once · advice: a better way
 */
export interface Finding {
  readonly about: 'takes' | 'back' | 'data' | 'holds' | 'advice';
  /** i18n key in namespace "deletion", and what stands in the sentence */
  readonly key: string;
  readonly values?: Readonly<Record<string, unknown>>;
  /** what is lost does not come back with another object of the same name */
  readonly lost?: boolean;
}

/** What a look at an object may ask the API server; undefined where the person may not, or nothing is there. */
export interface DeletionAsk {
  /** the object, or the list, at a path of the API server */
  read(path: string): Promise<unknown>;
  /** how many objects a path lists; undefined: not known */
  count(path: string): Promise<number | undefined>;
}

/** Looks at one object before it is deleted. Loaded when the dialog opens. */
interface DeletionLook {
  readonly look: (object: KubeObject, ask: DeletionAsk) => Promise<readonly Finding[]>;
}

/** What goes with an object that is deleted. The sentences are i18n keys in namespace "actions", with {{count}}. */
export interface Deletion {
  /** what else is deleted */
  readonly takes?: string;
  /** who makes it again */
  readonly bringsBack?: string;
  /** which data may be lost */
  readonly data?: string;
  /** so much goes with it that its name must be typed first */
  readonly typed?: boolean;
  /** it ends processes, which are given time for it */
  readonly graceful?: boolean;
  /** what only the object itself tells */
  readonly look?: () => Promise<DeletionLook>;
}
