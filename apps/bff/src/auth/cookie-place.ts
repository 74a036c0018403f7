/** Where our cookies belong. */
export interface CookiePlace {
  /** browsers reach us by https */
  readonly secureCookies: boolean;
  /** the path of the public address: "" or "/deck" */
  readonly basePath: string;
}

/**
 * What a cookie's name begins with. __Host-: no other host of the domain can set it (RFC 6265bis §4.1.3.2), but it would travel to every
 * path of ours; below a prefix, where the host is shared, it is more that no other program of the host is sent it.
 */
export function cookiePrefix({ secureCookies, basePath }: CookiePlace): string {
  if (!secureCookies) return '';
  return basePath === '' ? '__Host-' : '__Secure-';
}

/** The attributes that every cookie of ours has. */
export function cookieAttributes({ secureCookies, basePath }: CookiePlace) {
  return { path: basePath === '' ? '/' : basePath, httpOnly: true, secure: secureCookies } as const;
}
