type Variables = { get(name: string): string | undefined; set(name: string, value: string): void };

const BINARY: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<=', '>=', '<', '>'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];

/** Evaluates the inside of $((…)): integers, variables, C's operators, assignments. Throws on nonsense. */
export function evaluate(expression: string, variables: Variables): number {
  const tokens =
    expression.match(/\d+|[A-Za-z_]\w*|\+\+|--|\*\*|[-+*/%]=|<<|>>|[<>=!]=|&&|\|\||[-+*/%()<>!~&|^?:=,]/g) ?? [];
  let at = 0;
  const take = (text: string) => tokens[at] === text && ++at > 0;
  const variable = (name: string) => Math.trunc(Number(variables.get(name) ?? 0)) || 0;
  const assign = (name: string, value: number) => {
    variables.set(name, String(value));
    return value;
  };

  function ternary(): number {
    const name = tokens[at];
    const operator = tokens[at + 1];
    if (name && /^[A-Za-z_]/.test(name) && operator && /^[-+*/%]?=$/.test(operator)) {
      at += 2;
      const value = ternary();
      return assign(name, operator === '=' ? value : apply(operator.charAt(0), variable(name), value));
    }
    const test = binary(0);
    if (!take('?')) return test;
    const yes = ternary();
    if (!take(':')) throw new Error('arithmetic syntax error');
    const no = ternary();
    return test !== 0 ? yes : no;
  }

  function binary(level: number): number {
    const operators = BINARY[level];
    if (!operators) return power();
    let left = binary(level + 1);
    for (let operator = tokens[at]; operator !== undefined && operators.includes(operator); operator = tokens[at]) {
      at++;
      left = apply(operator, left, binary(level + 1));
    }
    return left;
  }

  function power(): number {
    const base = unary();
    return take('**') ? base ** power() : base;
  }

  function unary(): number {
    if (take('-')) return -unary();
    if (take('+')) return unary();
    if (take('!')) return unary() === 0 ? 1 : 0;
    if (take('~')) return ~unary();
    for (const step of ['++', '--'] as const)
      if (take(step)) {
        const name = tokens[at++] ?? '';
        return assign(name, variable(name) + (step === '++' ? 1 : -1));
      }
    if (take('(')) {
      const inner = ternary();
      if (!take(')')) throw new Error('arithmetic syntax error');
      return inner;
    }
    const token = tokens[at++];
    if (token === undefined) throw new Error('arithmetic syntax error');
    if (/^\d/.test(token)) return Number.parseInt(token, /^0\d/.test(token) ? 8 : 10);
    if (!/^[A-Za-z_]/.test(token)) throw new Error('arithmetic syntax error');
    const value = variable(token);
    if (take('++')) assign(token, value + 1);
    else if (take('--')) assign(token, value - 1);
    return value;
  }

  const value = tokens.length === 0 ? 0 : ternary();
  if (at < tokens.length) throw new Error('arithmetic syntax error');
  return value;
}

function apply(operator: string, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
    case '%':
      if (b === 0) throw new Error('divide by zero');
      return operator === '/' ? Math.trunc(a / b) : a % b;
    case '<<':
      return a << b;
    case '>>':
      return a >> b;
    case '&':
      return a & b;
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    default:
      return compare(operator, a, b) ? 1 : 0;
  }
}

function compare(operator: string, a: number, b: number): boolean {
  switch (operator) {
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case '<':
      return a < b;
    case '>':
      return a > b;
    case '<=':
      return a <= b;
    case '>=':
      return a >= b;
    case '&&':
      return a !== 0 && b !== 0;
    default:
      return a !== 0 || b !== 0;
  }
}
