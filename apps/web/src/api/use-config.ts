import type { AppConfig } from '@quarterdeck/shared/bff-api';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { apiFetch } from './api-fetch.ts';

/** What {@link useConfig} tells, as it is now. */
export async function readConfig(signal: AbortSignal): Promise<AppConfig> {
  return (await (await apiFetch('/api/config', { signal })).json()) as AppConfig;
}

/** What this Quarterdeck serves: its clusters and how one signs in to them. Known without a session. */
export function useConfig(): UseQueryResult<AppConfig> {
  return useQuery({
    queryKey: ['config'],
    queryFn: ({ signal }) => readConfig(signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
