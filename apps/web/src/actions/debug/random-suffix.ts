/** What names that nobody chose end with, as generated names of the API server do: no vowels, so no words. */
export function randomSuffix(length = 5): string {
  const letters = 'bcdfghjklmnpqrstvwxz2456789';
  return Array.from({ length }, () => letters.charAt(Math.floor(Math.random() * letters.length))).join('');
}
