import type { ContainerName } from './exec-problem.ts';

// RFC 1123: a name that begins with a letter or digit is never "." or "..", and apiPath() encodes the rest
const NAME = /^[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?$/;

/** Whether these can be names of a namespace, a pod and a container. */
export function isContainerName({ namespace, pod, container }: ContainerName): boolean {
  return NAME.test(namespace) && NAME.test(pod) && NAME.test(container);
}
