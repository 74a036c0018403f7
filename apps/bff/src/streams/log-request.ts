import type { LogSourceRequest } from '@quarterdeck/shared/log-protocol';
import { isContainerName } from './container-name.ts';

const NAMESPACE = /^[a-z0-9](?:[-a-z0-9]{0,251}[a-z0-9])?$/;

/** Whether everything that goes into a path may be there; selectors go into the query string and are the API server's to check. */
export function areLogSources(sources: readonly LogSourceRequest[]): boolean {
  return sources.every((source) => ('pod' in source ? isContainerName(source) : NAMESPACE.test(source.namespace)));
}
