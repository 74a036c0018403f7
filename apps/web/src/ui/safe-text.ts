/**
 * Text from a cluster is hostile: control characters, bidirectional overrides (CVE-2021-42574) and invisible characters can
 * make a name or a message look like something else. They are shown as escapes.
 */

// C0 without tab and newline, DEL and C1; soft hyphen, Arabic letter mark, zero-width and bidi controls, invisible
// operators, line and paragraph separators, byte order mark, interlinear marks, tag characters
const DECEIVING =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

function escapeOf(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`;
}

/** The text with every character that deceives the eye written as an escape. Tab and newline stay. */
export function safeText(text: string): string {
  return text.replace(DECEIVING, escapeOf);
}
