import { Incomplete, type Part, type Redirect, type Statement, Unsupported, type Word } from './syntax.ts';

const CLOSERS = new Set(['then', 'elif', 'else', 'fi', 'do', 'done', '}', ')']);
const META = new Set([' ', '\t', '\n', ';', '&', '|', '<', '>', '(', ')']);

/** Parses a script. Throws Unsupported for what the sandbox must run as a whole, Incomplete for what lacks its end. */
export function parseScript(source: string): Statement {
  const parser = new Parser(source);
  const script = parser.list(new Set());
  if (!parser.isAtEnd) throw new Unsupported('trailing tokens');
  return script;
}

class Parser {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  get isAtEnd(): boolean {
    this.#blanks(true);
    return this.#at >= this.#source.length;
  }

  get #char(): string {
    return this.#source.charAt(this.#at);
  }

  #starts(text: string): boolean {
    return this.#source.startsWith(text, this.#at);
  }

  #blanks(withLines: boolean): void {
    for (;;) {
      if (this.#starts('\\\n')) this.#at += 2;
      else if (this.#char === ' ' || this.#char === '\t' || (withLines && (this.#char === '\n' || this.#char === '\r')))
        this.#at++;
      else if (this.#char === '#') {
        const end = this.#source.indexOf('\n', this.#at);
        this.#at = end < 0 ? this.#source.length : end;
      } else return;
    }
  }

  /** The bare word at the cursor, without consuming it: where keywords are looked for. */
  #peekWord(): string {
    let end = this.#at;
    while (end < this.#source.length && !META.has(this.#source.charAt(end))) end++;
    return end === this.#at && '()'.includes(this.#char) ? this.#char : this.#source.slice(this.#at, end);
  }

  #expect(keyword: string): void {
    this.#blanks(true);
    if (this.#at >= this.#source.length) throw new Incomplete(keyword);
    if (this.#peekWord() !== keyword) throw new Unsupported(`expected ${keyword}`);
    this.#at += keyword.length;
  }

  list(closers: ReadonlySet<string>): Statement {
    const items: Statement[] = [];
    for (;;) {
      this.#blanks(true);
      if (this.#at >= this.#source.length) {
        if (closers.size > 0) throw new Incomplete([...closers].join(' or '));
        break;
      }
      const word = this.#peekWord();
      if (closers.has(word)) break;
      if (CLOSERS.has(word)) throw new Unsupported(`unexpected ${word}`);
      items.push(this.#chain());
      this.#blanks(false);
      if (this.#starts(';;')) throw new Unsupported('case');
      // a background job runs in the foreground here
      if (this.#char === ';' || (this.#char === '&' && !this.#starts('&&'))) this.#at++;
    }
    return { type: 'list', items };
  }

  #chain(): Statement {
    let left = this.#pipeline();
    for (;;) {
      this.#blanks(false);
      const type = this.#starts('&&') ? 'and' : this.#starts('||') ? 'or' : undefined;
      if (!type) return left;
      this.#at += 2;
      this.#blanks(true);
      if (this.#at >= this.#source.length) throw new Incomplete(type);
      left = { type, left, right: this.#pipeline() };
    }
  }

  #pipeline(): Statement {
    if (this.#peekWord() === '!') {
      this.#at++;
      this.#blanks(false);
      return { type: 'not', body: this.#pipeline() };
    }
    const stages = [this.#command()];
    for (;;) {
      this.#blanks(false);
      if (this.#char !== '|' || this.#starts('||')) break;
      if (this.#starts('|&')) throw new Unsupported('|&');
      this.#at++;
      this.#blanks(true);
      if (this.#at >= this.#source.length) throw new Incomplete('|');
      stages.push(this.#command());
    }
    const [only] = stages;
    return stages.length === 1 && only ? only : { type: 'pipe', stages };
  }

  #command(): Statement {
    const start = this.#at;
    if (this.#starts('((')) return this.#raw('))', start);
    switch (this.#peekWord()) {
      case 'if':
        return this.#if();
      case 'while':
      case 'until':
        return this.#loop();
      case 'for':
        return this.#for();
      case '[[':
        return this.#raw(']]', start);
      case 'case':
      case 'function':
      case 'select':
      case 'coproc':
        throw new Unsupported(this.#peekWord());
      case '{':
        return this.#group('{', '}');
      case '(':
        return this.#group('(', ')');
      default:
        return this.#simple();
    }
  }

  #raw(end: string, start: number): Statement {
    const at = this.#source.indexOf(end, this.#at);
    if (at < 0) throw new Incomplete(end);
    this.#at = at + end.length;
    return { type: 'foreign', source: this.#source.slice(start, this.#at) };
  }

  #if(): Statement {
    const branches: { test: Statement; body: Statement }[] = [];
    let otherwise: Statement | undefined;
    this.#expect('if');
    for (;;) {
      const test = this.list(new Set(['then']));
      this.#expect('then');
      branches.push({ test, body: this.list(new Set(['elif', 'else', 'fi'])) });
      this.#blanks(true);
      if (this.#peekWord() !== 'elif') break;
      this.#expect('elif');
    }
    if (this.#peekWord() === 'else') {
      this.#expect('else');
      otherwise = this.list(new Set(['fi']));
    }
    this.#expect('fi');
    return this.#redirected({ type: 'if', branches, otherwise });
  }

  #loop(): Statement {
    const isUntil = this.#peekWord() === 'until';
    this.#at += 5;
    const test = this.list(new Set(['do']));
    return this.#redirected({ type: 'loop', isUntil, test, body: this.#doBody() });
  }

  #doBody(): Statement {
    this.#expect('do');
    const body = this.list(new Set(['done']));
    this.#expect('done');
    return body;
  }

  #redirected(body: Statement): Statement {
    const redirects = this.#redirects();
    return redirects.length > 0 ? { type: 'group', body, isSubshell: false, redirects } : body;
  }

  #for(): Statement {
    this.#expect('for');
    this.#blanks(false);
    if (this.#starts('((')) throw new Unsupported('for ((');
    const name = this.#peekWord();
    this.#at += name.length;
    const words: Word[] = [];
    this.#blanks(true);
    if (this.#peekWord() !== 'in') throw new Unsupported('for without in');
    this.#at += 2;
    for (this.#blanks(false); this.#at < this.#source.length && !META.has(this.#char); this.#blanks(false))
      words.push(this.#word());
    this.#blanks(true);
    if (this.#char === ';') this.#at++;
    return this.#redirected({ type: 'for', name, words, body: this.#doBody() });
  }

  #group(open: string, close: string): Statement {
    this.#expect(open);
    const body = this.list(new Set([close]));
    this.#expect(close);
    return { type: 'group', body, isSubshell: open === '(', redirects: this.#redirects() };
  }

  #redirects(): Redirect[] {
    const redirects: Redirect[] = [];
    for (;;) {
      this.#blanks(false);
      const redirect = this.#redirect();
      if (!redirect) return redirects;
      redirects.push(redirect);
    }
  }

  #redirect(): Redirect | undefined {
    const match = /^([12]|&)?(>>|>)(&[12]\b)?/.exec(this.#source.slice(this.#at, this.#at + 6));
    const input = /^0?<(?![<(&>])/.exec(this.#source.slice(this.#at, this.#at + 4));
    if (input) {
      this.#at += input[0].length;
      this.#blanks(false);
      return { stream: 'stdin', from: this.#word() };
    }
    if (!match) {
      if (/^\d?<|^\d+>/.test(this.#source.slice(this.#at, this.#at + 4))) throw new Unsupported('redirect');
      return undefined;
    }
    this.#at += match[0].length;
    const stream = match[1] === '2' ? 'stderr' : match[1] === '&' ? 'both' : 'stdout';
    if (match[3]) return { stream, to: match[3] === '&2' ? 'stderr' : 'stdout' };
    this.#blanks(false);
    if (this.#char === '&' || this.#char === '(') throw new Unsupported('redirect');
    return { stream, to: { file: this.#word(), append: match[2] === '>>' } };
  }

  #simple(): Statement {
    const start = this.#at;
    const assignments: { name: string; value: Word }[] = [];
    const words: Word[] = [];
    const redirects: Redirect[] = [];
    for (;;) {
      this.#blanks(false);
      const redirect = this.#redirect();
      if (redirect) {
        redirects.push(redirect);
        continue;
      }
      if (this.#char === '(') throw new Unsupported('function');
      if (this.#at >= this.#source.length || META.has(this.#char)) break;
      const assignment = words.length === 0 ? /^([A-Za-z_]\w*)(\+?=|\[)/.exec(this.#source.slice(this.#at)) : null;
      if (assignment) {
        if (assignment[2] !== '=') throw new Unsupported('array');
        this.#at += assignment[0].length;
        if (this.#char === '(') throw new Unsupported('array');
        assignments.push({ name: assignment[1] ?? '', value: this.#word() });
      } else words.push(this.#word());
    }
    if (this.#at === start) throw new Unsupported(`unexpected ${this.#char}`);
    return { type: 'simple', assignments, words, redirects, source: this.#source.slice(start, this.#at) };
  }

  #word(): Word {
    const parts: Part[] = [];
    let isPattern = false;
    const text = (piece: string, isQuoted: boolean) => parts.push({ kind: 'text', text: piece, isQuoted });
    while (this.#at < this.#source.length && !META.has(this.#char)) {
      const char = this.#char;
      if (char === "'") {
        const end = this.#source.indexOf("'", this.#at + 1);
        if (end < 0) throw new Incomplete("'");
        text(this.#source.slice(this.#at + 1, end), true);
        this.#at = end + 1;
      } else if (char === '"') {
        this.#at++;
        parts.push(...this.#doubleQuoted());
      } else if (char === '\\') {
        if (this.#at + 1 >= this.#source.length) throw new Incomplete('\\');
        text(this.#source.charAt(this.#at + 1), true);
        this.#at += 2;
      } else if (char === '$' || char === '`') parts.push(this.#dollar(false));
      else {
        if ('*?[{'.includes(char) || (char === '~' && parts.length === 0)) isPattern ||= this.#isGlob(char);
        text(char, false);
        this.#at++;
      }
    }
    return { parts, isPattern };
  }

  /** `[` alone is the test command, braces only count with a comma or dots in them. */
  #isGlob(char: string): boolean {
    const rest = this.#source.slice(this.#at);
    if (char === '[') return /^\[[^\s\]]+\]/.test(rest);
    if (char === '{') return /^\{[^\s}]*(,|\.\.)[^\s}]*\}/.test(rest);
    return true;
  }

  #doubleQuoted(): Part[] {
    const parts: Part[] = [{ kind: 'text', text: '', isQuoted: true }];
    for (;;) {
      if (this.#at >= this.#source.length) throw new Incomplete('"');
      const char = this.#char;
      if (char === '"') {
        this.#at++;
        return parts;
      }
      if (char === '$' || char === '`') parts.push(this.#dollar(true));
      else {
        const isEscape = char === '\\' && '$`"\\\n'.includes(this.#source.charAt(this.#at + 1) || 'x');
        const text = isEscape ? this.#source.charAt(this.#at + 1) : char;
        parts.push({ kind: 'text', text: text === '\n' && isEscape ? '' : text, isQuoted: true });
        this.#at += isEscape ? 2 : 1;
      }
    }
  }

  #dollar(isQuoted: boolean): Part {
    if (this.#char === '`') throw new Unsupported('backquotes');
    if (this.#starts("$'") && !isQuoted) throw new Unsupported("$'");
    if (this.#starts('$((')) {
      const end = this.#arithmeticEnd();
      const expression = innerWord(this.#source.slice(this.#at + 3, end));
      this.#at = end + 2;
      return { kind: 'arithmetic', expression, isQuoted };
    }
    if (this.#starts('$(')) {
      this.#at += 2;
      const body = this.list(new Set([')']));
      this.#expect(')');
      return { kind: 'command', body, isQuoted };
    }
    if (this.#starts('${')) {
      const end = this.#source.indexOf('}', this.#at);
      if (end < 0) throw new Incomplete('}');
      const match = /^(#?)(\w+|[?#@*$!-])(?:(:?[-=+])([^{}$`]*))?$/.exec(this.#source.slice(this.#at + 2, end));
      if (!match) throw new Unsupported('parameter expansion');
      this.#at = end + 1;
      const argument = match[4] === undefined ? undefined : innerWord(match[4]);
      return { kind: 'variable', name: match[2] ?? '', operator: match[1] || (match[3] ?? ''), argument, isQuoted };
    }
    const name = /^\$(\w+|[?#@*$!-])/.exec(this.#source.slice(this.#at));
    if (!name) {
      this.#at++;
      return { kind: 'text', text: '$', isQuoted };
    }
    const isPositional = /^\d/.test(name[1] ?? '');
    const found = isPositional ? (name[1] ?? '').charAt(0) : (name[1] ?? '');
    this.#at += 1 + found.length;
    return { kind: 'variable', name: found, operator: '', argument: undefined, isQuoted };
  }

  #arithmeticEnd(): number {
    let depth = 0;
    for (let at = this.#at + 3; at < this.#source.length; at++) {
      const char = this.#source.charAt(at);
      if (char === '(') depth++;
      else if (char === ')' && depth > 0) depth--;
      else if (char === ')' && this.#source.charAt(at + 1) === ')') return at;
    }
    throw new Incomplete('))');
  }
}

/** Text inside ${…} or $((…)), where blanks do not end a word. */
function innerWord(text: string): Word {
  const parts: Part[] = [];
  for (const [piece] of text.matchAll(/\$\{\w+\}|\$\w+|\$[?#]|[^$]+|\$/g)) {
    const name = /^\$\{?(\w+|[?#])\}?$/.exec(piece)?.[1];
    if (piece.startsWith('$(')) throw new Unsupported('nested substitution');
    parts.push(
      name
        ? { kind: 'variable', name, operator: '', argument: undefined, isQuoted: true }
        : { kind: 'text', text: piece.replace(/^["']|["']$/g, ''), isQuoted: true },
    );
  }
  if (text.includes('$(')) throw new Unsupported('nested substitution');
  return { parts, isPattern: false };
}
