import { parseScript } from './parse.ts';
import { Incomplete } from './syntax.ts';

/** Whether a command line goes on in the next line. */
export function needsMore(source: string): boolean {
  const here = /<<-?\s*['"]?(\w+)['"]?/.exec(source);
  if (here)
    return !source
      .split('\n')
      .slice(1)
      .includes(here[1] ?? '');
  try {
    parseScript(source);
    return false;
  } catch (error) {
    if (error instanceof Incomplete) return true;
    if (/^\s*case\b/.test(source)) return !/\besac\b/.test(source);
    const count = (char: string) => source.split(char).length - 1;
    return /\(\)\s*\{/.test(source) && count('{') > count('}');
  }
}
