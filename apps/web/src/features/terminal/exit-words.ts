/** What an exit code means, as an i18n key in namespace "terminal". */
export function exitWords(code: number | null): string {
  if (code === null) return 'exit.unknown';
  if (code === 0) return 'exit.done';
  if (code === 126) return 'exit.notExecutable';
  if (code === 127) return 'exit.notFound';
  if (code === 130) return 'exit.interrupted';
  if (code === 137) return 'exit.killed';
  if (code === 143) return 'exit.terminated';
  return code > 128 && code < 193 ? 'exit.signal' : 'exit.failed';
}
