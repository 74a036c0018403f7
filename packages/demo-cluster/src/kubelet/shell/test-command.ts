/** Whether a path exists in the container, and as what. */
export type FileKind = (path: string) => Promise<'file' | 'directory' | undefined>;

/** `test` and `[`: 0 true, 1 false, 2 nonsense. */
export async function testCommand(args: readonly string[], kindOf: FileKind): Promise<number> {
  const at = args.lastIndexOf('-o');
  if (at > 0 && args.length > 3) {
    const left = await testCommand(args.slice(0, at), kindOf);
    return left === 0 ? 0 : testCommand(args.slice(at + 1), kindOf);
  }
  const and = args.lastIndexOf('-a');
  if (and > 0 && args.length > 3) {
    const left = await testCommand(args.slice(0, and), kindOf);
    return left === 0 ? testCommand(args.slice(and + 1), kindOf) : left;
  }
  if (args[0] === '!' && args.length > 1) {
    const inner = await testCommand(args.slice(1), kindOf);
    return inner === 2 ? 2 : 1 - inner;
  }
  const [a = '', b = '', c = ''] = args;
  if (args.length === 0) return 1;
  if (args.length === 1) return a === '' ? 1 : 0;
  if (args.length === 2) return unary(a, b, kindOf);
  return args.length === 3 ? binary(a, b, c) : 2;
}

async function unary(operator: string, value: string, kindOf: FileKind): Promise<number> {
  switch (operator) {
    case '-n':
      return value === '' ? 1 : 0;
    case '-z':
      return value === '' ? 0 : 1;
    case '-d':
      return (await kindOf(value)) === 'directory' ? 0 : 1;
    case '-f':
    case '-s':
      return (await kindOf(value)) === 'file' ? 0 : 1;
    case '-e':
    case '-r':
    case '-w':
    case '-x':
      return (await kindOf(value)) === undefined ? 1 : 0;
    case '-t':
      return 1;
    default:
      return 2;
  }
}

function binary(a: string, operator: string, b: string): number {
  if (operator === '=' || operator === '==') return a === b ? 0 : 1;
  if (operator === '!=') return a === b ? 1 : 0;
  const [x, y] = [Number(a), Number(b)];
  if (a === '' || b === '' || Number.isNaN(x) || Number.isNaN(y)) return 2;
  const results: Record<string, boolean> = {
    '-eq': x === y,
    '-ne': x !== y,
    '-lt': x < y,
    '-le': x <= y,
    '-gt': x > y,
    '-ge': x >= y,
  };
  const result = Object.hasOwn(results, operator) ? results[operator] : undefined;
  return result === undefined ? 2 : result ? 0 : 1;
}
