import { isJsonObject, objectsIn, textAt } from '../json-value.ts';
import { type AdmissionPlugin, writes } from './admission-plugin.ts';

const NOT_READY = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];
const PATIENCE_SECONDS = 300;

/** DefaultTolerationSeconds; and, as Priority does for memory, pods that ask for memory stay when it gets short. */
export const defaultTolerations: AdmissionPlugin = (request) => {
  if (!writes(request, 'pods', 'CREATE')) return undefined;
  const spec = request.object['spec'];
  if (!isJsonObject(spec)) return undefined;
  const tolerations = objectsIn(spec, 'tolerations');
  for (const key of NOT_READY) {
    const covered = tolerations.some(
      (one) =>
        (textAt(one, 'key') === key || textAt(one, 'key') === '') &&
        (textAt(one, 'effect') === 'NoExecute' || textAt(one, 'effect') === ''),
    );
    if (!covered)
      tolerations.push({ effect: 'NoExecute', key, operator: 'Exists', tolerationSeconds: PATIENCE_SECONDS });
  }
  spec['tolerations'] = tolerations;
  return undefined;
};
