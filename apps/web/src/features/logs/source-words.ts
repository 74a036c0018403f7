import type { LogSourceFrame } from '@quarterdeck/shared/log-protocol';
import { safeText } from '../../ui/safe-text.ts';
import type { Words } from '../../ui/use-words.ts';

/** How a source is, in words: "live", "waiting: CrashLoopBackOff", "ended, exit code 1 (Error)", "deleted". */
export function sourceWords(t: Words, { state, because, exit, problem, instance }: LogSourceFrame): string {
  const reason = problem?.params?.['reason'];
  const words = [
    state === 'ended' ? t(`source.${because ?? 'ended'}`) : t(`source.${state}`),
    state === 'waiting' && typeof reason === 'string' ? safeText(reason) : '',
    state === 'failed' && problem !== undefined ? safeText(problem.detail ?? problem.title) : '',
    exit === undefined ? '' : t('mark.exit', { code: exit.code, reason: safeText(exit.reason) }),
    instance === null || instance === 0 ? '' : t('source.restarts', { count: instance }),
  ];
  return words.filter((text) => text !== '').join(' · ');
}
