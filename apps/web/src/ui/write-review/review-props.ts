import type { KubeObject, ObjectRef } from '../../api/kube-object.ts';
import type { SchemaSource } from '../../api/schema/schema-source.ts';
import type { Fault } from '../../api/writes/fault.ts';
import type { WriteMethod } from '../../api/writes/send-write.ts';

/** What the review of a write is given. */
export interface ReviewProps {
  /** Where it is written to. The name is "" for an object that the server names (generateName). */
  readonly target: ObjectRef;
  /** As the person typed it: it is sent as it is. */
  readonly text: string;
  /** The object as it was when the edit began; undefined where nothing was there. */
  readonly base?: KubeObject;
  /** The text that the edit began with, where it is another than editableText(base). */
  readonly baseText?: string;
  readonly method: WriteMethod;
  /** Top-level fields whose values are masked until the person reveals them (of the kind's file). */
  readonly secretFields?: readonly string[];
  /** where names of fields are known from, for what was probably meant by an unknown one */
  readonly schemas?: SchemaSource;
  /** It is written; the object as the server answered it. The dialog stays open to say whether a controller turns it back. */
  readonly onWritten: (object: KubeObject) => void;
  /** The faults of each dry run, to be marked in the text; `goTo` is one that the person chose to go to (the dialog closes then). */
  readonly onFaults: (faults: readonly Fault[], goTo?: Fault) => void;
  /** Another text for the editor, which the person chose: a merge of both sides of a conflict, a converted draft. */
  readonly onText: (text: string) => void;
  readonly onClose: () => void;
}
