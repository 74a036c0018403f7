import type { ResourceQuestion, RightQuestion } from './right-question.ts';

type Named = Pick<ResourceQuestion, 'group' | 'resource' | 'subresource'>;

/** A resource as people write it: "pods/log", "deployments.apps/scale". */
export function resourceWords({ group, resource, subresource }: Named): string {
  return `${resource}${group === '' ? '' : `.${group}`}${subresource ? `/${subresource}` : ''}`;
}

/** The inverse of {@link resourceWords}. */
export function parseResourceWords(words: string): Named {
  const slash = words.indexOf('/');
  const whole = slash < 0 ? words : words.slice(0, slash);
  const dot = whole.indexOf('.');
  return {
    group: dot < 0 ? '' : whole.slice(dot + 1),
    resource: dot < 0 ? whole : whole.slice(0, dot),
    subresource: slash < 0 ? undefined : words.slice(slash + 1),
  };
}

/** What was typed as a question; a resource that begins with "/" is a path. Blanks mean nothing. */
export function questionOf(typed: {
  readonly verb: string;
  readonly what: string;
  readonly namespace: string;
  readonly name: string;
}): RightQuestion | undefined {
  const [verb, what, namespace, name] = [typed.verb, typed.what, typed.namespace, typed.name].map((text) =>
    text.trim(),
  );
  if (!verb || !what) return undefined;
  if (what.startsWith('/')) return { verb, path: what };
  return { verb, ...parseResourceWords(what), namespace: namespace || undefined, name: name || undefined };
}
