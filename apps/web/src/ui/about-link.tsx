import { parseApiVersion } from '@quarterdeck/shared/resource-path';
import { MiddleEllipsis } from './middle-ellipsis.tsx';
import { ObjectLink } from './object-link.tsx';
import { safeText } from './safe-text.ts';

export interface AboutLinkProps {
  readonly cluster: string;
  /** as an event names it; namespace "" for a cluster-wide object */
  readonly about: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly namespace: string;
    readonly name: string;
  };
}

/** "Pod/web-1": a link to the object that an event is about, where the server serves its kind. */
export function AboutLink({ cluster, about }: AboutLinkProps) {
  const { apiVersion, kind, namespace, name } = about;
  const text = `${kind}/${name}`;
  const to = {
    group: parseApiVersion(apiVersion).group,
    kind,
    name,
    ...(namespace === '' ? {} : { namespace }),
  };
  return (
    <ObjectLink cluster={cluster} to={to} aria-label={safeText(text)}>
      <MiddleEllipsis text={text} tail={6} />
    </ObjectLink>
  );
}
