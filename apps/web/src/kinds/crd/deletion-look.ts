import type { KubeObject } from '../../api/kube-object.ts';
import { listAt, textAt } from '../../api/read-field.ts';
import type { DeletionAsk, Finding } from '../deletion.ts';

/** How many objects go with their definition. */
export async function look(crd: KubeObject, { count }: DeletionAsk): Promise<readonly Finding[]> {
  const served = listAt(crd, 'spec.versions').find((version) => textAt(version, 'served') === 'true');
  const kind = textAt(crd, 'spec.names.kind');
  const number =
    served === undefined
      ? undefined
      : await count(`/apis/${textAt(crd, 'spec.group')}/${textAt(served, 'name')}/${textAt(crd, 'spec.names.plural')}`);
  return number === undefined ? [] : [{ about: 'takes', key: 'crd.objects', values: { count: number, kind } }];
}
