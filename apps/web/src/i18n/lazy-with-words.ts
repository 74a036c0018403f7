import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import { loadWords } from './i18n.ts';

/**
 * React's lazy(), for a component that speaks words which the first page does not have: they are fetched beside it and there
 * before it is shown. `namespaces` are those of the chunk: what it and the components that it imports look up.
 */
export function lazyWithWords<Props>(
  namespaces: readonly string[],
  read: () => Promise<{ readonly default: ComponentType<Props> }>,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => {
    const [component] = await Promise.all([read(), loadWords(namespaces)]);
    return component;
  });
}
