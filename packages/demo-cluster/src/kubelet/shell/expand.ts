import { evaluate } from './arithmetic.ts';
import type { ShellState } from './shell-state.ts';
import type { Part, Statement, Word } from './syntax.ts';

/** Expands words: variables, arithmetic, command substitution, then splitting at blanks outside of quotes. */
export class Expander {
  readonly #state: ShellState;
  readonly #substitute: (body: Statement) => Promise<string>;

  constructor(state: ShellState, substitute: (body: Statement) => Promise<string>) {
    this.#state = state;
    this.#substitute = substitute;
  }

  /** The fields of a command line. */
  async words(words: readonly Word[]): Promise<string[]> {
    const fields: string[] = [];
    for (const word of words) fields.push(...(await this.#fields(word)));
    return fields;
  }

  /** One word as one text: an assignment's value, a file name. */
  async text(word: Word): Promise<string> {
    let text = '';
    for (const part of word.parts) text += await this.#part(part);
    return text;
  }

  async #fields(word: Word): Promise<string[]> {
    const fields: string[] = [];
    let current: string | undefined;
    for (const part of word.parts) {
      if (part.kind === 'variable' && part.name === '@' && part.isQuoted) {
        const [first, ...rest] = this.#state.args;
        if (first === undefined) continue;
        current = (current ?? '') + first;
        for (const arg of rest) {
          fields.push(current);
          current = arg;
        }
        continue;
      }
      const value = await this.#part(part);
      if (part.kind === 'text' || part.isQuoted) {
        if (value !== '' || part.isQuoted) current = (current ?? '') + value;
        continue;
      }
      const pieces = value.split(/[ \t\n]+/);
      pieces.forEach((piece, at) => {
        if (at > 0 && current !== undefined) {
          fields.push(current);
          current = undefined;
        }
        if (piece !== '') current = (current ?? '') + piece;
      });
    }
    // "" is a field, $empty is none
    if (current !== undefined) fields.push(current);
    return fields;
  }

  async #part(part: Part): Promise<string> {
    switch (part.kind) {
      case 'text':
        return part.text;
      case 'arithmetic':
        return String(evaluate(await this.text(part.expression), this.#state));
      case 'command':
        return this.#substitute(part.body);
      case 'variable':
        return this.#variable(part);
    }
  }

  async #variable({ name, operator, argument }: Extract<Part, { kind: 'variable' }>): Promise<string> {
    const value = this.#state.get(name);
    if (operator === '') return value ?? '';
    if (operator === '#') return String([...(value ?? '')].length);
    const isThere = operator.startsWith(':') ? (value ?? '') !== '' : value !== undefined;
    const other = argument ? await this.text(argument) : '';
    if (operator.endsWith('+')) return isThere ? other : '';
    if (isThere) return value ?? '';
    if (operator.endsWith('=')) this.#state.set(name, other);
    return other;
  }
}
