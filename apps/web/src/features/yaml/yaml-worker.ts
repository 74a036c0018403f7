import { writeYaml } from '../../api/writes/write-yaml.ts';

/** Writes YAML beside the page: an object of a megabyte takes longer than a frame. */
export interface YamlRequest {
  readonly id: number;
  readonly object: Readonly<Record<string, unknown>>;
}
export type YamlAnswer =
  | { readonly id: number; readonly text: string }
  | { readonly id: number; readonly error: string };

self.onmessage = ({ data: { id, object } }: MessageEvent<YamlRequest>) => {
  let answer: YamlAnswer;
  try {
    answer = { id, text: writeYaml(object) };
  } catch (error) {
    answer = { id, error: String(error) };
  }
  self.postMessage(answer);
};
