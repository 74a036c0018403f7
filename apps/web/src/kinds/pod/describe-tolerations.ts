import { textAt } from '../../api/read-field.ts';
import type { Words } from '../../ui/use-words.ts';

/** "node.kubernetes.io/not-ready:NoExecute op=Exists for 300s", as kubectl describe writes it. */
export function tolerationText(toleration: unknown): string {
  const key = textAt(toleration, 'key');
  const value = textAt(toleration, 'value');
  const effect = textAt(toleration, 'effect');
  const operator = textAt(toleration, 'operator') || 'Equal';
  const seconds = textAt(toleration, 'tolerationSeconds');
  return [
    `${key}${value === '' ? '' : `=${value}`}${effect === '' ? '' : `:${effect}`}`,
    operator === 'Exists' && value === '' ? 'op=Exists' : '',
    seconds === '' ? '' : `for ${seconds}s`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

const EFFECTS: ReadonlySet<string> = new Set(['NoSchedule', 'PreferNoSchedule', 'NoExecute']);

/** What a toleration lets the pod do: "Stays 300 s on a node with the taint …, then it is evicted". */
export function tolerationWords(toleration: unknown, t: Words): string {
  const key = textAt(toleration, 'key');
  const value = textAt(toleration, 'value');
  const effect = textAt(toleration, 'effect');
  const seconds = textAt(toleration, 'tolerationSeconds');
  const taint =
    key === ''
      ? t('toleration.any')
      : textAt(toleration, 'operator') === 'Exists'
        ? t('toleration.key', { key })
        : t('toleration.pair', { key, value });
  if (seconds !== '' && (effect === 'NoExecute' || effect === ''))
    return Number(seconds) > 0 ? t('toleration.stays', { taint, seconds }) : t('toleration.evicted', { taint });
  return t(EFFECTS.has(effect) ? `toleration.${effect}` : 'toleration.every', { taint });
}
