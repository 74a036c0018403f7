/** Opens an address in a tab of its own that knows nothing of this one: no opener, no referrer. */
export function goTo(url: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.target = '_blank';
  link.rel = 'noopener noreferrer';
  link.click();
}
