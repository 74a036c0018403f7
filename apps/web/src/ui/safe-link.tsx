import type { ReactNode } from 'react';
import { safeText } from './safe-text.ts';

/** The address when it is an absolute http(s) one; undefined for javascript:, data: and anything that is no address. */
export function safeHref(address: string): string | undefined {
  if (!/^https?:\/\//i.test(address)) return undefined;
  try {
    const { protocol, href } = new URL(address);
    return protocol === 'http:' || protocol === 'https:' ? href : undefined;
  } catch {
    return undefined;
  }
}

/** A link to an address that came from a cluster: http and https only, in a new tab that cannot reach back. */
export function SafeLink({ href, children }: { readonly href: string; readonly children?: ReactNode }) {
  const address = safeHref(href);
  const shown = children ?? safeText(href);
  if (address === undefined) return <>{shown}</>;
  return (
    <a href={address} target="_blank" rel="noopener noreferrer">
      {shown}
    </a>
  );
}
