/** Whether a key pressed there belongs to the part of the page that has the focus, which says so. Of a button it is said what presses it. */
export function isKeyOfPart(target: EventTarget | null, key: string): boolean {
  return (
    target instanceof Element && target.closest(`[aria-keyshortcuts~=${JSON.stringify(key)}]:not(button)`) !== null
  );
}
