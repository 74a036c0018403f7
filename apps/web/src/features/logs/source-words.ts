import type { LogExit, LogSourceFrame } from '@quarterdeck/shared/log-protocol';
import { safeText } from '../../ui/safe-text.ts';
import type { Words } from '../../ui/use-words.ts';

/** How a source is, in words: "live", "waiting: CrashLoopBackOff", "ended, exit code 1 (Error)", "deleted". */
export function sourceWords(t: Words, { state, because, exit, problem, instance }: LogSourceFrame): string {
  const reason = problem?.params?.['reason'];
  const words = [
    state === 'ended' ? t(`source.${because ?? 'ended'}`) : t(`source.${state}`),
    state === 'waiting' && typeof reason === 'string' ? safeText(reason) : '',
    state === 'failed' && problem !== undefined ? safeText(problem.detail ?? problem.title) : '',
    exit === undefined ? '' : exitWords(t, state, exit),
    instance === null || instance === 0 ? '' : t('source.restarts', { count: instance }),
  ];
  return words.filter((text) => text !== '').join(' · ');
}

/** Of one that runs again, it is the instance before that ended so. */
function exitWords(t: Words, state: LogSourceFrame['state'], { code, reason }: LogExit): string {
  const exit = t('mark.exit', { code, reason: safeText(reason) });
  return state === 'streaming' || state === 'reconnecting' ? t('source.before', { exit }) : exit;
}
