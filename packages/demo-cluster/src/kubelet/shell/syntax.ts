/** Syntax tree of the part of sh that streams; everything else is a `foreign` piece of source for the sandbox. */

export interface Word {
  readonly parts: readonly Part[];
  /** has unquoted * ? [ ~ or braces: only the sandbox can expand it */
  readonly isPattern: boolean;
}

export type Part =
  | { readonly kind: 'text'; readonly text: string; readonly isQuoted: boolean }
  | {
      readonly kind: 'variable';
      readonly name: string;
      readonly operator: string;
      readonly argument: Word | undefined;
      readonly isQuoted: boolean;
    }
  | { readonly kind: 'arithmetic'; readonly expression: Word; readonly isQuoted: boolean }
  | { readonly kind: 'command'; readonly body: Statement; readonly isQuoted: boolean };

export type Redirect =
  | {
      readonly stream: 'stdout' | 'stderr' | 'both';
      readonly to: 'stdout' | 'stderr' | { readonly file: Word; readonly append: boolean };
    }
  | { readonly stream: 'stdin'; readonly from: Word };

export type Statement =
  | { readonly type: 'list'; readonly items: readonly Statement[] }
  | { readonly type: 'and' | 'or'; readonly left: Statement; readonly right: Statement }
  | { readonly type: 'not'; readonly body: Statement }
  | { readonly type: 'pipe'; readonly stages: readonly Statement[] }
  | {
      readonly type: 'simple';
      readonly assignments: readonly { readonly name: string; readonly value: Word }[];
      readonly words: readonly Word[];
      readonly redirects: readonly Redirect[];
      readonly source: string;
    }
  | {
      readonly type: 'if';
      readonly branches: readonly { readonly test: Statement; readonly body: Statement }[];
      readonly otherwise: Statement | undefined;
    }
  | { readonly type: 'loop'; readonly isUntil: boolean; readonly test: Statement; readonly body: Statement }
  | { readonly type: 'for'; readonly name: string; readonly words: readonly Word[]; readonly body: Statement }
  | {
      readonly type: 'group';
      readonly body: Statement;
      readonly isSubshell: boolean;
      readonly redirects: readonly Redirect[];
    }
  | { readonly type: 'foreign'; readonly source: string };

/** The script uses syntax that only the sandbox knows; it may still be correct. */
export class Unsupported extends Error {}

/** More lines are needed: an open quote, a loop without its end. */
export class Incomplete extends Error {}
