/** What lives on between the commands of one shell: variables, the working directory, the last status. */
export class ShellState {
  readonly variables: Map<string, string>;
  readonly exported: Set<string>;
  cwd: string;
  status = 0;
  /** `exit` has been called */
  hasExited = false;
  /** $0 */
  readonly name: string;
  args: readonly string[];
  readonly pid: number;
  /** Definitions that the sandbox needs again with every piece it runs. */
  prelude = '';

  constructor(init: {
    env: Readonly<Record<string, string>>;
    cwd: string;
    name: string;
    args?: readonly string[];
    pid?: number;
  }) {
    this.variables = new Map(Object.entries(init.env));
    this.exported = new Set(Object.keys(init.env));
    this.cwd = init.cwd;
    this.name = init.name;
    this.args = init.args ?? [];
    this.pid = init.pid ?? 7;
    this.variables.set('PWD', init.cwd);
  }

  get(name: string): string | undefined {
    if (/^\d$/.test(name)) return name === '0' ? this.name : this.args[Number(name) - 1];
    switch (name) {
      case '?':
        return String(this.status);
      case '#':
        return String(this.args.length);
      case '@':
      case '*':
        return this.args.join(' ');
      case '$':
        return String(this.pid);
      case '!':
      case '-':
        return '';
      case 'RANDOM':
        return String(Math.floor(Math.random() * 32_768));
      default:
        return this.variables.get(name);
    }
  }

  set(name: string, value: string): void {
    this.variables.set(name, value);
  }

  unset(name: string): void {
    this.variables.delete(name);
    this.exported.delete(name);
  }

  chdir(path: string): void {
    this.variables.set('OLDPWD', this.cwd);
    this.cwd = path;
    this.variables.set('PWD', path);
  }

  /** A subshell's copy. */
  fork(): ShellState {
    const copy = new ShellState({ env: {}, cwd: this.cwd, name: this.name, args: this.args, pid: this.pid });
    for (const [name, value] of this.variables) copy.variables.set(name, value);
    for (const name of this.exported) copy.exported.add(name);
    copy.status = this.status;
    copy.prelude = this.prelude;
    return copy;
  }

  environment(): Record<string, string> {
    return Object.fromEntries([...this.variables].filter(([name]) => this.exported.has(name)));
  }
}

/** An absolute path without dots, as cd would name it. */
export function resolvePath(cwd: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${cwd}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** A text as one shell word. */
export function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
