import { safeHref } from '../../ui/safe-link.tsx';

/** A link is followed by Ctrl- or Command-click only: a plain click into a terminal must not leave the page. */
export function followLink(event: Pick<MouseEvent, 'ctrlKey' | 'metaKey'>, uri: string): void {
  const address = safeHref(uri);
  if (address !== undefined && (event.ctrlKey || event.metaKey)) window.open(address, '_blank', 'noopener,noreferrer');
}
