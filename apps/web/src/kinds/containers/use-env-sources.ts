import { useQuery } from '@tanstack/react-query';
import { k8sJson, problemOfError } from '../../api/api-fetch.ts';
import { mapBounded } from '../../api/map-bounded.ts';
import { entriesAt } from '../../api/read-field.ts';
import type { EnvSource, EnvSources } from './resolve-env.ts';
import { writtenAt } from './stale-env.ts';

const MAX_PARALLEL = 3;
/** Objects that are read for one container: there may be any number, each of up to 1 MiB. */
const MOST_OBJECTS = 50;
const NONE: ReadonlyMap<string, EnvSource> = new Map();

/** Reads the ConfigMaps, and of the Secrets the keys alone, that variables come from. What is not read yet is not in the maps. */
export function useEnvSources(
  cluster: string,
  namespace: string | undefined,
  configMaps: readonly string[],
  secrets: readonly string[],
): EnvSources {
  return {
    configMaps: useSources(cluster, namespace, 'configmaps', configMaps),
    secrets: useSources(cluster, namespace, 'secrets', secrets),
  };
}

function useSources(
  cluster: string,
  namespace: string | undefined,
  plural: 'configmaps' | 'secrets',
  names: readonly string[],
): ReadonlyMap<string, EnvSource> {
  const wanted = names.slice(0, MOST_OBJECTS);
  const { data } = useQuery({
    queryKey: ['env-sources', cluster, namespace, plural, wanted],
    queryFn: async ({ signal }) =>
      new Map(await mapBounded(wanted, MAX_PARALLEL, async (name) => [name, await readOne(name, signal)] as const)),
    enabled: namespace !== undefined && wanted.length > 0,
    staleTime: 10_000,
    retry: false,
  });

  async function readOne(name: string, signal: AbortSignal): Promise<EnvSource> {
    const path = `/api/v1/namespaces/${encodeURIComponent(namespace ?? '')}/${plural}/${encodeURIComponent(name)}`;
    try {
      const object = await k8sJson<unknown>(cluster, path, { signal });
      const secret = plural === 'secrets';
      return {
        state: 'read',
        values: new Map(entriesAt(object, 'data').map(([key, value]) => [key, secret ? '' : String(value)])),
        written: writtenAt(object),
      };
    } catch (error) {
      if (signal.aborted) throw error;
      const { status } = problemOfError(error);
      return { state: status === 404 ? 'missing' : status === 403 ? 'refused' : 'failed' };
    }
  }
  return data ?? NONE;
}
