/**
 * Keys that stand twice in one object of a JSON text, in the words of the strict decoder: `duplicate field "spec.replicas"`. The text
 * has been parsed before, so it is well-formed here.
 */
export function duplicateFields(text: string): string[] {
  const found: string[] = [];
  let at = 0;

  const skipBlanks = () => {
    while (' \t\r\n'.includes(text[at] ?? '.')) at += 1;
  };

  const readText = (): string => {
    const start = at;
    at += 1;
    while (text[at] !== '"' && at < text.length) at += text[at] === '\\' ? 2 : 1;
    at += 1;
    return JSON.parse(text.slice(start, at)) as string;
  };

  const readObject = (path: string) => {
    const seen = new Set<string>();
    at += 1;
    for (;;) {
      skipBlanks();
      if (text[at] !== '"') break;
      const key = readText();
      const field = path === '' ? key : `${path}.${key}`;
      const words = `duplicate field "${field}"`;
      if (seen.has(key) && !found.includes(words)) found.push(words);
      seen.add(key);
      skipBlanks();
      at += 1; // the colon
      readValue(field);
      skipBlanks();
      if (text[at] !== ',') break;
      at += 1;
    }
    at += 1;
  };

  const readList = (path: string) => {
    at += 1;
    for (let index = 0; ; index += 1) {
      skipBlanks();
      if (text[at] === ']') break;
      readValue(`${path}[${index}]`);
      skipBlanks();
      if (text[at] !== ',') break;
      at += 1;
    }
    at += 1;
  };

  const readValue = (path: string): void => {
    skipBlanks();
    if (text[at] === '{') readObject(path);
    else if (text[at] === '[') readList(path);
    else if (text[at] === '"') readText();
    else while (at < text.length && !',]} \t\r\n'.includes(text[at] as string)) at += 1;
  };

  readValue('');
  return found;
}
