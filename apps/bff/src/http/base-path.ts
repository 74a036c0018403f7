/** The path of a request target without the prefix of the public address; a proxy in front may have taken it off already. */
export function withoutBasePath(target: string, basePath: string): string {
  if (basePath === '' || !target.startsWith(basePath)) return target;
  const rest = target.slice(basePath.length);
  if (rest === '' || rest.startsWith('?')) return `/${rest}`;
  return rest.startsWith('/') ? rest : target;
}

/** The index page for browsers that reach us below a prefix: its files are there too, and the app is told. */
export function indexBelow(html: string, basePath: string): string {
  return html
    .replaceAll(/(\s(?:src|href)=")\/(?!\/)/g, `$1${basePath}/`)
    .replace('<head>', `<head><meta name="quarterdeck-base" content="${basePath}">`);
}
