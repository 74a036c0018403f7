import { parseApiVersion } from '@quarterdeck/shared/resource-path';
import type { ObjectRef } from '../../api/kube-object.ts';
import { valueAt } from '../../api/read-field.ts';
import type { ApplyItem } from './apply-item.ts';
import type { Manifest } from './read-manifests.ts';

/** Whether another document of the text has yet to make it (again): nothing can be tried before. */
function isToCome({ state }: ApplyItem): boolean {
  return (
    state.step === 'new' || state.step === 'later' || (state.step === 'ready' && state.preview.outcome === 'created')
  );
}

/**
 * What a document needs that the same text makes: its namespace, or the CRD of its kind. A dry run leaves nothing behind, so such a
 * document cannot be tried before the other one is written. undefined: it can be tried.
 */
export function madeBy(
  manifest: Manifest,
  target: ObjectRef | undefined,
  items: readonly ApplyItem[],
): { readonly needs: 'namespace' | 'crd'; readonly name: string } | undefined {
  const others = items
    .filter((item) => item.manifest.index !== manifest.index && isToCome(item))
    .map((item) => item.manifest);
  if (target === undefined) {
    const { group } = parseApiVersion(manifest.apiVersion);
    const crd = others.find(
      ({ kind, value }) =>
        kind === 'CustomResourceDefinition' &&
        valueAt(value, 'spec.group') === group &&
        valueAt(value, 'spec.names.kind') === manifest.kind,
    );
    return crd === undefined ? undefined : { needs: 'crd', name: crd.name };
  }
  const { namespace } = target;
  const made = others.some(
    ({ kind, name, apiVersion }) => kind === 'Namespace' && apiVersion === 'v1' && name === namespace,
  );
  return made && namespace !== undefined ? { needs: 'namespace', name: namespace } : undefined;
}
