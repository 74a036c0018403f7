import type { Plugin } from 'vite';
import { DETAIL_KEYS } from './src/kinds/detail-keys.ts';

/** What is read of a syntax tree (ESTree). */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly name?: string;
  readonly id?: Node;
  readonly key?: Node;
  readonly local?: Node;
  readonly callee?: Node;
  readonly declaration?: Node;
  readonly arguments?: readonly Node[];
  readonly properties?: readonly Node[];
  readonly specifiers?: readonly Node[];
  readonly declarations?: readonly Node[];
  readonly body?: readonly Node[];
}

type Parse = (code: string) => unknown;

const WITHOUT: ReadonlySet<string> = new Set(DETAIL_KEYS);

/** The code of a kind file (in JavaScript) without what only an object's page reads. Lines keep their numbers. */
export function withoutDetails(code: string, parse: Parse): string {
  let result = code;
  for (const { key, start, end } of [...definitionOf(parse(code)).properties].reverse()) {
    if (key?.name === undefined || !WITHOUT.has(key.name)) continue;
    const comma = /^\s*,/.exec(result.slice(end))?.[0].length ?? 0;
    result = without(result, start, end + comma);
  }
  return withoutUnused(result, parse);
}

function definitionOf(program: unknown): { readonly properties: readonly Node[] } {
  const exported = (program as Node).body?.find(({ type }) => type === 'ExportDefaultDeclaration')?.declaration;
  const properties = exported?.callee?.name === 'defineKind' ? exported.arguments?.[0]?.properties : undefined;
  if (properties === undefined) throw new Error('A kind file exports defineKind({ … }) as its default');
  return { properties };
}

/** Without the imports, functions and constants that nothing uses any more: a bundler leaves the code out, but fetches the import. */
function withoutUnused(code: string, parse: Parse): string {
  const { body = [] } = parse(code) as Node;
  const used = body.map((statement) => namesIn(statement, new Set()));
  const unused = body.filter((statement, at) => {
    const names = declaredBy(statement);
    return names.length > 0 && names.every((name) => used.every((others, i) => i === at || !others.has(name)));
  });
  if (unused.length === 0) return code;
  return withoutUnused(
    unused.reduceRight((rest, { start, end }) => without(rest, start, end), code),
    parse,
  );
}

/** What a statement of a module declares for its other statements; nothing for those that have to stay. */
function declaredBy({ type, id, specifiers = [], declarations = [] }: Node): readonly string[] {
  const declared =
    type === 'ImportDeclaration'
      ? specifiers.map(({ local }) => local)
      : type === 'FunctionDeclaration'
        ? [id]
        : type === 'VariableDeclaration'
          ? declarations.map((declaration) => declaration.id)
          : [];
  return declared.flatMap((node) => node?.name ?? []);
}

function namesIn(value: unknown, into: Set<string>): Set<string> {
  if (Array.isArray(value)) for (const item of value) namesIn(item, into);
  else if (typeof value === 'object' && value !== null) {
    if ('type' in value && value.type === 'Identifier' && 'name' in value) into.add(String(value.name));
    for (const inner of Object.values(value)) namesIn(inner, into);
  }
  return into;
}

function without(code: string, start: number, end: number): string {
  return code.slice(0, start) + '\n'.repeat(code.slice(start, end).split('\n').length - 1) + code.slice(end);
}

/**
 * Lets `x.kind.tsx?list` be the kind file without its details, so that a kind is one file and yet the first page, which knows every
 * kind, has of each only what lists and the sidebar show. What the details alone import goes with them.
 */
export function kindLists(): Plugin {
  return {
    name: 'quarterdeck-kind-lists',
    transform: {
      filter: { id: /\.kind\.tsx\?list$/ },
      handler(code) {
        return { code: withoutDetails(code, (text) => this.parse(text)), map: null };
      },
    },
  };
}
