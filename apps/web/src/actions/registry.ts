import type { Action } from './define-action.ts';

const files = import.meta.glob<Action>('./*.action.{ts,tsx}', { eager: true, import: 'default' });

/** Every action that has a file, in the order of menus. */
const actions: readonly Action[] = Object.values(files).sort((a, b) => a.order - b.order);

/** Those actions and a kind's own, in one order, the destructive ones last. An id stands once: a kind's own action wins. */
export function withKindActions(own: readonly Action[]): readonly Action[] {
  const taken = new Set(own.map(({ id }) => id));
  const all = [...actions.filter(({ id }) => !taken.has(id)), ...own];
  const rank = ({ destructive, order }: Action) => (destructive ? 1e6 : 0) + order;
  return all.sort((a, b) => rank(a) - rank(b));
}
