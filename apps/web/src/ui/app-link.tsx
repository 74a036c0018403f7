import { useRouter } from '@tanstack/react-router';
import type { ComponentPropsWithoutRef, MouseEvent } from 'react';
import { publicPath } from '../api/base-path.ts';

/**
 * A link to an address of this app, as addresses.ts builds it. A plain click stays in the page; everything else (new tab,
 * copying the address) is the browser's, since it is a true link.
 */
export function AppLink({ to, onClick, ...rest }: { readonly to: string } & ComponentPropsWithoutRef<'a'>) {
  const router = useRouter({ warn: false });
  function follow(event: MouseEvent<HTMLAnchorElement>): void {
    onClick?.(event);
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (event.defaultPrevented || !plain || router === null) return;
    event.preventDefault();
    router.history.push(to);
  }
  return <a href={publicPath(to)} onClick={follow} {...rest} />;
}
