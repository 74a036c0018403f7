import type { DiscoveredResource } from '../../api/kube-object.ts';
import type { KindDefinition } from '../../kinds/define-kind.ts';
import type { Secrecy } from './mask-raw.ts';

/** What kind files say is secret: in whatever a path answers, and in objects of those kinds wherever they stand. */
export function secrecyOf(
  kinds: ReadonlyMap<string, KindDefinition>,
  resources: readonly DiscoveredResource[],
  path: string,
): Secrecy {
  const byKind = new Map<string, readonly string[]>();
  for (const { group, resource, kind } of resources) {
    const fields = kinds.get(`${group}/${resource}`)?.secretFields;
    if (fields !== undefined) byKind.set(`${group}/${kind}`, fields);
  }
  // by the path too, whether discovery has been read or not: what cannot be told apart is masked
  const segments = decodeSegments(path);
  const group = segments[0] === 'apis' ? (segments[1] ?? '') : '';
  const ofPath = segments.flatMap((segment) => kinds.get(`${group}/${segment}`)?.secretFields ?? []);
  return { byKind, ofPath };
}

function decodeSegments(path: string): readonly string[] {
  return (path.split('?')[0] ?? '')
    .split('/')
    .filter(Boolean)
    .map((segment) => {
      try {
        return decodeURIComponent(segment);
      } catch {
        return segment;
      }
    });
}
