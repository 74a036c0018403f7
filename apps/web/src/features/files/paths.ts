/** "/a/b" and "c" → "/a/b/c". */
export function joinPath(directory: string, name: string): string {
  return directory === '/' ? `/${name}` : `${directory}/${name}`;
}

/** The directory that holds a path; "/" holds itself. */
export function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

/** The last part of a path; "" of the root. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** What a person typed as a path, from where they are: "..", "./x", "/etc//nginx/". */
export function resolvePath(from: string, typed: string): string {
  const parts: string[] = [];
  for (const part of (typed.startsWith('/') ? typed : `${from}/${typed}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** Each directory on the way to a path, the root first. */
export function trailOf(path: string): readonly { readonly path: string; readonly name: string }[] {
  const parts = path.split('/').filter((part) => part !== '');
  return [
    { path: '/', name: '/' },
    ...parts.map((name, index) => ({ path: `/${parts.slice(0, index + 1).join('/')}`, name })),
  ];
}
