/** How a person's system copies and pastes in a terminal. */
export type Platform = 'mac' | 'windows' | 'other';

/** What a key press does to the clipboard; undefined: nothing, it is the shell's. */
export type ClipboardKey = 'copy' | 'paste' | undefined;

type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey'>;

/** The platform of a browser, by what it says of itself. */
export function platformOf(name: string): Platform {
  if (/mac|iphone|ipad/i.test(name)) return 'mac';
  return /win/i.test(name) ? 'windows' : 'other';
}

/**
 * Mac: Command-C and -V. Elsewhere Ctrl-Shift-C and -V and the Insert keys, and Ctrl-C copies what is selected, as terminals
 * have it; on Windows Ctrl-V pastes too. Without a selection Ctrl-C is the shell's, everywhere.
 */
export function clipboardKey(press: Press, platform: Platform, selected: boolean): ClipboardKey {
  const { key, ctrlKey, shiftKey, altKey, metaKey } = press;
  if (altKey) return undefined;
  const letter = key.toLowerCase();
  if (platform === 'mac') {
    if (!metaKey || ctrlKey) return undefined;
    return letter === 'v' ? 'paste' : letter === 'c' && selected ? 'copy' : undefined;
  }
  if (metaKey) return undefined;
  if (key === 'Insert') return ctrlKey ? 'copy' : shiftKey ? 'paste' : undefined;
  if (!ctrlKey) return undefined;
  if (letter === 'v' && (shiftKey || platform === 'windows')) return 'paste';
  if (letter === 'c' && (shiftKey || selected)) return 'copy';
  return undefined;
}
