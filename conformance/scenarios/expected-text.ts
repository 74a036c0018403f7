/** What stands in an expected text for something that differs from run to run. */
const PLACEHOLDERS: Readonly<Record<string, string>> = {
  '<age>': String.raw`(?:<invalid>|(?:\d+[smhdy])+)`,
  '<restarts>': String.raw`\d+(?: \([^)]*\))?`,
  '<ip>': String.raw`\d+\.\d+\.\d+\.\d+`,
  '<number>': String.raw`\d+`,
  '<hash>': '[a-z0-9]+',
  '<word>': String.raw`\S+`,
  '<text>': '.*',
};
const PLACEHOLDER = /<(?:age|restarts|ip|number|hash|word|text|ns)>/g;
/** a line of its own: any lines, or none */
const ANY_LINES = '…';

const ESCAPES = new RegExp(String.raw`${String.fromCharCode(27)}\[[0-9;?]*[A-Za-z]`, 'g');

/** The text without what only a terminal, or a newer kubectl's courtesy, adds. */
export function plain(text: string): string {
  return text
    .replace(ESCAPES, '')
    .replace(/ from \S+ namespace$/gm, '')
    .split(/\r*\n/)
    .map((line) => line.trim().replace(/\s+/g, ' '))
    .filter(Boolean)
    .join('\n');
}

function linePattern(line: string, namespace: string): string {
  const pattern = (part: string) => part.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replace(/ /g, '[^\\S\\n]+');
  let out = '';
  let at = 0;
  for (const match of line.matchAll(PLACEHOLDER)) {
    out += pattern(line.slice(at, match.index)) + (PLACEHOLDERS[match[0]] ?? namespace);
    at = match.index + match[0].length;
  }
  return out + pattern(line.slice(at));
}

function body(expected: string, namespace: string): string {
  const lines = plain(expected).split('\n');
  return lines
    .map((line, index) => {
      if (line === ANY_LINES) return String.raw`(?:[^\n]*(?:\n|$))*?`;
      return linePattern(line, namespace) + (index === lines.length - 1 ? '' : String.raw`(?:\n|$)`);
    })
    .join('');
}

/** Whether the whole text is the expected one. */
export function isText(text: string, expected: string, namespace: string): boolean {
  return new RegExp(`^${body(expected, namespace)}$`).test(plain(text));
}

/** A pattern that finds a row by its beginning. */
export function rowPattern(row: string, namespace: string): RegExp {
  return new RegExp(`^${linePattern(plain(row), namespace)}(?=\\s|$)`, 'm');
}

/** A pattern for a raw output that may go on, from a position. */
export function laterPattern(expected: string, namespace: string, from: number): RegExp {
  const lines = plain(expected).split('\n');
  const found = lines.map((line) => (line === ANY_LINES ? '[\\s\\S]*?' : linePattern(line, namespace)));
  return new RegExp(`^[\\s\\S]{${from},}?${found.join('\\s+')}`);
}
