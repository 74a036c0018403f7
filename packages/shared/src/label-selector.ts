/**
 * Label selectors in the text form of `kubectl -l`: requirements joined by commas, all of which must hold. The grammar is
 * that of apimachinery's labels.Parse, so a text that is accepted here is accepted by the API server.
 */

export type LabelOperator = 'exists' | 'absent' | '=' | '!=' | 'in' | 'notin' | '>' | '<';

export interface LabelRequirement {
  readonly key: string;
  readonly operator: LabelOperator;
  /** none for exists and absent, one for = != > <, at least one for in and notin */
  readonly values: readonly string[];
}

export type SelectorFaultCode =
  /** a label's key was expected */
  | 'key-expected'
  /** not a valid key: [prefix/]name of at most 63 characters */
  | 'key-invalid'
  /** an operator or a comma was expected */
  | 'operator-expected'
  /** not a valid value: at most 63 letters, digits, "-", "_" and "." */
  | 'value-invalid'
  /** a value was expected */
  | 'value-expected'
  /** > and < compare whole numbers */
  | 'number-expected'
  /** "(" was expected after in or notin */
  | 'open-expected'
  /** ")" or "," was expected in a set */
  | 'close-expected';

/** What is wrong with a selector, and where: characters from `start` (inclusive) to `end` (exclusive) of the text. */
export interface SelectorFault {
  readonly code: SelectorFaultCode;
  readonly start: number;
  readonly end: number;
}

export type ParsedSelector =
  | { readonly requirements: readonly LabelRequirement[]; readonly fault?: never }
  | { readonly fault: SelectorFault; readonly requirements?: never };

interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const TOKEN = /\s*(?:(==?|!=|[()!,<>])|([^\s()!,<>=]+))/y;
const NAME = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const PREFIX = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const INTEGER = /^[-+]?\d+$/;
const SYMBOL = /^[()!,<>=]/;
const MAX_NAME = 63;
const MAX_PREFIX = 253;

/** Reads a selector; an empty text has no requirements and selects everything. */
export function parseLabelSelector(text: string): ParsedSelector {
  try {
    return { requirements: new Reader(text).read() };
  } catch (error) {
    if (error instanceof FaultError) return { fault: error.fault };
    throw error;
  }
}

/** The text of requirements, as kubectl would write it. */
export function formatLabelSelector(requirements: readonly LabelRequirement[]): string {
  return requirements.map(formatLabelRequirement).join(',');
}

/** The text of one requirement. */
export function formatLabelRequirement({ key, operator, values }: LabelRequirement): string {
  switch (operator) {
    case 'exists':
      return key;
    case 'absent':
      return `!${key}`;
    case 'in':
    case 'notin':
      return `${key} ${operator} (${values.join(',')})`;
    default:
      return `${key}${operator}${values[0] ?? ''}`;
  }
}

/** Whether labels meet all requirements; != and notin also hold for objects without the key, as in the API server. */
export function matchesLabels(
  requirements: readonly LabelRequirement[],
  labels: Readonly<Record<string, string>> | null | undefined,
): boolean {
  return requirements.every(({ key, operator, values }) => {
    const value = labels && Object.hasOwn(labels, key) ? labels[key] : undefined;
    switch (operator) {
      case 'exists':
        return value !== undefined;
      case 'absent':
        return value === undefined;
      case '=':
      case 'in':
        return value !== undefined && values.includes(value);
      case '!=':
      case 'notin':
        return value === undefined || !values.includes(value);
      default: {
        if (value === undefined || !INTEGER.test(value)) return false;
        const [bound = ''] = values;
        return operator === '>' ? BigInt(value) > BigInt(bound) : BigInt(value) < BigInt(bound);
      }
    }
  });
}

/** Whether a text can be the key of a label or an annotation. */
export function isLabelKey(text: string): boolean {
  const slash = text.indexOf('/');
  const name = text.slice(slash + 1);
  if (name.length > MAX_NAME || !NAME.test(name)) return false;
  if (slash < 0) return true;
  const prefix = text.slice(0, slash);
  return prefix.length <= MAX_PREFIX && PREFIX.test(prefix);
}

/** Whether a text can be the value of a label; the empty one can. */
export function isLabelValue(text: string): boolean {
  return text === '' || (text.length <= MAX_NAME && NAME.test(text));
}

class FaultError extends Error {
  readonly fault: SelectorFault;

  constructor(code: SelectorFaultCode, { start, end }: Pick<Token, 'start' | 'end'>) {
    super(code);
    this.fault = { code, start, end };
  }
}

class Reader {
  readonly #tokens: readonly Token[];
  readonly #end: Token;
  #next = 0;

  constructor(text: string) {
    this.#tokens = [...tokensOf(text)];
    const end = text.trimEnd().length;
    this.#end = { text: '', start: end, end: Math.max(end, text.length) };
  }

  read(): LabelRequirement[] {
    const requirements: LabelRequirement[] = [];
    if (this.#peek().text === '') return requirements;
    for (;;) {
      requirements.push(this.#requirement());
      const token = this.#take();
      if (token.text === '') return requirements;
      if (token.text !== ',') throw new FaultError('operator-expected', token);
    }
  }

  #requirement(): LabelRequirement {
    if (this.#peek().text === '!') {
      this.#take();
      return { key: this.#key(), operator: 'absent', values: [] };
    }
    const key = this.#key();
    const operator = this.#peek();
    switch (operator.text) {
      case '':
      case ',':
        return { key, operator: 'exists', values: [] };
      case '=':
      case '==':
      case '!=':
        this.#take();
        return { key, operator: operator.text === '!=' ? '!=' : '=', values: [this.#value()] };
      case 'in':
      case 'notin':
        this.#take();
        return { key, operator: operator.text, values: this.#set() };
      case '>':
      case '<': {
        this.#take();
        const token = this.#take();
        if (!INTEGER.test(token.text)) throw new FaultError('number-expected', token);
        return { key, operator: operator.text, values: [token.text] };
      }
      default:
        throw new FaultError('operator-expected', operator);
    }
  }

  #key(): string {
    const token = this.#take();
    if (token.text === '' || SYMBOL.test(token.text)) throw new FaultError('key-expected', token);
    if (!isLabelKey(token.text)) throw new FaultError('key-invalid', token);
    return token.text;
  }

  /** After = nothing may stand: the empty value. */
  #value(): string {
    const token = this.#peek();
    if (token.text === '' || token.text === ',' || token.text === ')') return '';
    this.#take();
    if (SYMBOL.test(token.text)) throw new FaultError('value-expected', token);
    if (!isLabelValue(token.text)) throw new FaultError('value-invalid', token);
    return token.text;
  }

  #set(): string[] {
    const open = this.#take();
    if (open.text !== '(') throw new FaultError('open-expected', open);
    const values: string[] = [];
    for (;;) {
      values.push(this.#value());
      const token = this.#take();
      if (token.text === ')') return values;
      if (token.text !== ',') throw new FaultError('close-expected', token);
    }
  }

  #peek(): Token {
    return this.#tokens[this.#next] ?? this.#end;
  }

  #take(): Token {
    const token = this.#peek();
    this.#next += 1;
    return token;
  }
}

function* tokensOf(text: string): Generator<Token> {
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const token = match[1] ?? match[2] ?? '';
    const end = TOKEN.lastIndex;
    yield { text: token, start: end - token.length, end };
    TOKEN.lastIndex = end;
  }
}
