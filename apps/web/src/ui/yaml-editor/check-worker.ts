import { type KindSchema, kindKey } from '../../api/schema/schema-node.ts';
import { SchemaTree } from '../../api/schema/schema-tree.ts';
import { checkText, type Finding, type Place, type PlaceQuestion, placesIn } from './check-text.ts';

/** Reads YAML beside the page: a text of a megabyte takes many times a frame. */
export type CheckRequest =
  | { readonly type: 'schema'; readonly schema: KindSchema }
  | { readonly type: 'check'; readonly id: number; readonly text: string }
  | {
      readonly type: 'places';
      readonly id: number;
      readonly text: string;
      readonly questions: readonly PlaceQuestion[];
    };

export type CheckAnswer =
  | { readonly id: number; readonly findings: readonly Finding[] }
  | { readonly id: number; readonly places: readonly Place[] }
  | { readonly id: number; readonly error: string };

const trees = new Map<string, SchemaTree>();

function answer(request: Exclude<CheckRequest, { type: 'schema' }>): CheckAnswer {
  const { id, text } = request;
  try {
    return request.type === 'check'
      ? { id, findings: checkText(text, (key) => trees.get(key)) }
      : { id, places: placesIn(text, request.questions) };
  } catch (error) {
    return { id, error: String(error) };
  }
}

self.onmessage = ({ data }: MessageEvent<CheckRequest>) => {
  if (data.type === 'schema') trees.set(kindKey(data.schema), new SchemaTree(data.schema));
  else self.postMessage(answer(data));
};
