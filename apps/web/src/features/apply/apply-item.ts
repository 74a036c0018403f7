import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import type { Change } from '../../api/writes/changed-paths.ts';
import type { TakenField } from '../../api/writes/field-owners.ts';
import type { WriteAnswer } from '../../api/writes/send-write.ts';
import type { ValuePath } from '../../api/writes/value-path.ts';
import type { Manifest } from './read-manifests.ts';

type Refusal = Extract<WriteAnswer, { ok: false }>;

/** Created, changed, or as it was. */
export type Outcome = 'created' | 'configured' | 'unchanged';

/** What the server would do, by its dry run. */
export interface Preview {
  readonly outcome: Outcome;
  /** undefined: there is none yet */
  readonly live: KubeObject | undefined;
  readonly result: KubeObject;
  readonly changes: readonly Change[];
  /** fields of the text that the server leaves out without a word */
  readonly dropped: readonly ValuePath[];
  /** fields that another manager owns: nothing is written before the person agrees to take them over */
  readonly taken: readonly TakenField[];
}

/**
 * How it is written. "merged": the server is too old to apply this text by itself, which is then merged into what is there;
 * "created" in the same way where nothing is.
 */
export type Way = 'apply' | 'create' | 'mergeInstead' | 'createInstead';

/** Where a document stands. */
export type ItemState =
  | { readonly step: 'new' }
  /** it cannot be sent at all: see the manifest's fault */
  | { readonly step: 'unreadable' }
  /** the cluster serves no such kind in this version */
  | { readonly step: 'unserved' }
  | { readonly step: 'checking' }
  /** it can be tried only once what it needs is there: the namespace, or the CRD, that stands in the same text */
  | { readonly step: 'later'; readonly needs: 'namespace' | 'crd'; readonly name: string }
  | { readonly step: 'ready'; readonly preview: Preview }
  | { readonly step: 'refused'; readonly refusal: Refusal; readonly written: boolean }
  | { readonly step: 'writing' }
  /** written, and the API server has yet to serve the kind that it defines */
  | { readonly step: 'settling' }
  | { readonly step: 'done'; readonly outcome: Outcome; readonly object: KubeObject }
  | { readonly step: 'stopped' };

export interface ApplyItem {
  readonly manifest: Manifest;
  readonly state: ItemState;
  /** undefined: not yet known, or served by nobody */
  readonly target: ObjectRef | undefined;
  readonly way: Way;
  /** what the server said beside its answer */
  readonly warnings: readonly string[];
}
