/** Hands a text to the browser as a file. Characters that some file systems refuse are replaced in the name. */
export function downloadText(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/yaml' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name.replace(/[^\w.-]/g, '_');
  link.click();
  // The download has begun by the next turn; keeping the address would keep the text in memory.
  setTimeout(() => URL.revokeObjectURL(address), 0);
}
