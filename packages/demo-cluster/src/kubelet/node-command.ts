/** A command that is run elsewhere than in the container: among the node's files (chroot) or in its namespaces (nsenter). */
export interface NodeCommand {
  readonly argv: readonly string[];
  /** where the node's files are seen; undefined: where the container works */
  readonly cwd?: string;
}

/** What chroot and nsenter run; the command itself when it is neither of them. */
export function nodeCommand(argv: readonly string[]): NodeCommand {
  const [name = '', ...rest] = argv;
  if (/(?:^|\/)chroot$/.test(name)) {
    const [root = '/', ...inner] = rest;
    return { argv: inner.length === 0 ? ['sh'] : inner, cwd: root };
  }
  if (/(?:^|\/)nsenter$/.test(name)) {
    // its options that take a value are -t and those written with "="
    const at = rest.findIndex((word, index) => !word.startsWith('-') && rest[index - 1] !== '-t');
    const inner = rest.slice(rest.includes('--') ? rest.indexOf('--') + 1 : at < 0 ? rest.length : at);
    return { argv: inner.length === 0 ? ['sh'] : inner, cwd: '/host' };
  }
  return { argv };
}
