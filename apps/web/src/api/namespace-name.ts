const MAX_LENGTH = 63;

/** What is wrong with a namespace's name (a DNS label, RFC 1123); undefined when nothing is. */
export function namespaceFault(name: string): 'empty' | 'too-long' | 'upper-case' | 'characters' | 'edges' | undefined {
  if (name === '') return 'empty';
  if (name.length > MAX_LENGTH) return 'too-long';
  if (/[A-Z]/.test(name)) return 'upper-case';
  if (!/^[a-z0-9-]+$/.test(name)) return 'characters';
  return name.startsWith('-') || name.endsWith('-') ? 'edges' : undefined;
}
