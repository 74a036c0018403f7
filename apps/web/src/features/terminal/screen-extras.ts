import { SearchAddon } from '@xterm/addon-search';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { WebLinksAddon } from '@xterm/addon-web-links';
import type { Terminal } from '@xterm/xterm';

/** What is fetched beside the terminal: widths of Unicode 11, links, search. Returns the search. */
export function addExtras(terminal: Terminal, followLink: (event: MouseEvent, uri: string) => void): SearchAddon {
  const search = new SearchAddon({ highlightLimit: 1000 });
  terminal.loadAddon(search);
  terminal.loadAddon(new Unicode11Addon());
  terminal.unicode.activeVersion = '11';
  terminal.loadAddon(new WebLinksAddon(followLink));
  return search;
}
