import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import { loadWords } from './i18n.ts';

/** A reader of a part of the app that fetches the words which it speaks beside it. For Drop's `read` and for React's lazy(). */
export function readWithWords<Part>(namespaces: readonly string[], read: () => Promise<Part>): () => Promise<Part> {
  return async () => {
    const [part] = await Promise.all([read(), loadWords(namespaces)]);
    return part;
  };
}

/**
 * React's lazy(), for a component that speaks words which the first page does not have: they are fetched beside it and there
 * before it is shown. `namespaces` are those of the chunk: what it and the components that it imports look up.
 */
export function lazyWithWords<Props>(
  namespaces: readonly string[],
  read: () => Promise<{ readonly default: ComponentType<Props> }>,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(readWithWords(namespaces, read));
}
