import { orderFields } from '../../api/writes/order-fields.ts';
import { writeYaml } from '../../api/writes/write-yaml.ts';

export type TextFormat = 'yaml' | 'json';

/** Writes YAML and JSON beside the page: an object of a megabyte takes longer than a frame. */
export interface YamlRequest {
  readonly id: number;
  readonly object: Readonly<Record<string, unknown>>;
  readonly format: TextFormat;
}
export type YamlAnswer =
  | { readonly id: number; readonly text: string }
  | { readonly id: number; readonly error: string };

self.onmessage = ({ data: { id, object, format } }: MessageEvent<YamlRequest>) => {
  let answer: YamlAnswer;
  try {
    const text = format === 'json' ? `${JSON.stringify(orderFields(object), null, 2)}\n` : writeYaml(object);
    answer = { id, text };
  } catch (error) {
    answer = { id, error: String(error) };
  }
  self.postMessage(answer);
};
