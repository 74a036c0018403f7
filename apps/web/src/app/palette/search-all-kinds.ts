import { apiPath } from '@quarterdeck/shared/resource-path';
import { k8sJson } from '../../api/api-fetch.ts';
import type { DiscoveredResource, ObjectRef } from '../../api/kube-object.ts';
import { mapBounded } from '../../api/map-bounded.ts';
import { meant } from './meant.ts';

export interface AllKindsFound {
  readonly refs: readonly ObjectRef[];
  /** kinds of which only the first were looked at, and those that could not be read */
  readonly partly: readonly string[];
}

const PAGE = 500;
const MAX_PAGES = 4;
/** leaves room for what the page behind the palette asks */
const MAX_PARALLEL = 3;

interface MetadataPage {
  readonly metadata?: { readonly continue?: string };
  readonly items?: readonly {
    readonly metadata: { readonly name: string; readonly namespace?: string; readonly uid: string };
  }[];
}

/** Looks through the names and UIDs of all these kinds once, without the objects; what is refused or too long is named. */
export async function searchAllKinds(
  cluster: string,
  resources: readonly DiscoveredResource[],
  namespaces: readonly string[] | null,
  text: string,
  { signal, onKind }: { readonly signal: AbortSignal; readonly onKind: (done: number) => void },
): Promise<AllKindsFound> {
  const isMeant = meant(text);
  const refs: ObjectRef[] = [];
  const partly: string[] = [];
  let done = 0;
  await mapBounded(resources, MAX_PARALLEL, async (resource) => {
    const scopes = resource.namespaced && namespaces !== null ? namespaces : [undefined];
    try {
      for (const scope of scopes) if (await readKind(resource, scope)) partly.push(resource.resource);
    } catch (fault) {
      if (signal.aborted) throw fault;
      partly.push(resource.resource);
    }
    done += 1;
    onKind(done);
  });
  return { refs, partly };

  /** Answers whether there is more than was looked at. */
  async function readKind(resource: DiscoveredResource, scope: string | undefined): Promise<boolean> {
    let next = '';
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const query = new URLSearchParams({ limit: `${PAGE}`, ...(next === '' ? {} : { continue: next }) });
      const answer = await k8sJson<MetadataPage>(cluster, `${apiPath(resource, { namespace: scope })}?${query}`, {
        signal,
        headers: { accept: 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json' },
      });
      for (const { metadata } of answer.items ?? []) {
        const { name, namespace = '', uid } = metadata;
        if (isMeant({ name, namespace, uid }))
          refs.push({ cluster, resource, namespace: resource.namespaced ? namespace : undefined, name });
      }
      next = answer.metadata?.continue ?? '';
      if (next === '') return false;
    }
    return true;
  }
}
