import { nameFit } from './name-fit.ts';

export interface NamedObject {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/** The beginning of a UID, long enough to be no word. */
const UID = /^[0-9a-f]{8}(-[0-9a-f-]*)?$/;

/** Whether a text means an object: every word is in its name (or nearly so) or its namespace, or the text is the beginning of its UID. */
export function meant(text: string): (object: NamedObject) => boolean {
  const wanted = text.toLowerCase();
  if (UID.test(wanted)) return ({ uid, name }) => uid.startsWith(wanted) || name.includes(wanted);
  const words = wanted.split(/\s+/).filter(Boolean);
  return ({ name, namespace }) => words.every((word) => nameFit(name, word) > 0 || namespace.includes(word));
}
