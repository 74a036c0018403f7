import type { KubeObject } from '../kube-object.ts';
import { withoutServerFields } from './server-fields.ts';
import { writeYaml } from './write-yaml.ts';

/** An object as the text that its edit begins with. */
export function editableText(object: KubeObject): string {
  return writeYaml(withoutServerFields(object));
}
