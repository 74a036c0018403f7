import type { TextRule } from './log-filter.ts';

/** Whether each text holds all rules. May never end: runs in a worker only. */
export function matchExpressions(rules: readonly TextRule[], texts: readonly string[]): boolean[] {
  const expressions = rules.map(({ sense, text, caseSensitive }) => ({
    expression: new RegExp(text, caseSensitive ? '' : 'i'),
    wanted: sense === 'only',
  }));
  return texts.map((text) => expressions.every(({ expression, wanted }) => expression.test(text) === wanted));
}
