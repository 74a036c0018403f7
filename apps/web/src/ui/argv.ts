/** A command as a person types it. */
export interface TypedCommand {
  readonly text: string;
  /** the text is a line of a shell: pipes, redirections and variables mean something */
  readonly throughShell: boolean;
}

type ArgvFault = 'quote' | 'backslash';

interface ReadArgv {
  readonly argv: readonly string[];
  /** why the text is no whole command yet */
  readonly fault?: ArgvFault;
}

/** The argv of a typed command; empty when nothing was typed. */
export function readCommand({ text, throughShell }: TypedCommand): ReadArgv {
  if (!throughShell) return readArgv(text);
  return { argv: text.trim() === '' ? [] : ['sh', '-c', text] };
}

/**
 * Parts a text into words: blanks part them, quotes and backslashes keep what they hold, and nothing else means anything. No variable
 * is replaced, no file name completed: what was typed is what the program gets.
 */
export function readArgv(text: string): ReadArgv {
  const argv: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charAt(at);
    const next = text.charAt(at + 1);
    if (quote !== '') {
      if (sign === quote) quote = '';
      // between double quotes a backslash stands before what would else have a meaning there
      else if (sign === '\\' && quote === '"' && (next === '"' || next === '\\')) {
        word += next;
        at += 1;
      } else word += sign;
    } else if (sign === "'" || sign === '"') {
      quote = sign;
      word ??= '';
    } else if (sign === '\\') {
      if (next === '') return { argv: [...argv, word ?? ''], fault: 'backslash' };
      word = (word ?? '') + next;
      at += 1;
    } else if (/\s/.test(sign)) {
      if (word !== undefined) argv.push(word);
      word = undefined;
    } else word = (word ?? '') + sign;
  }
  if (word !== undefined) argv.push(word);
  return { argv, ...(quote === '' ? {} : { fault: 'quote' as const }) };
}

/** Signs that a shell would read and argv keeps as they are, where the text has some outside of quotes; "" where it has none. */
export function shellSigns(text: string): string {
  const bare = text.replaceAll(/\\.|'[^']*'|"(?:\\.|[^"\\])*"/g, (quoted) =>
    // a variable means something between double quotes as well
    quoted.startsWith('"') ? quoted.replaceAll(/[^$`]/g, '') : '',
  );
  return [...new Set(bare.match(/\|\||&&|>>|[|><;&$`*]/g) ?? [])].join(' ');
}
