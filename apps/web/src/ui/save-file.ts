/** Lets the browser fetch an address into a file. */
export function saveFrom(address: string, name: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = name.replace(/[^\w.-]/g, '_');
  link.click();
}

/** Hands parts of a text to the browser as a file. Characters that some file systems refuse are replaced in the name. */
export function saveFile(name: string, parts: readonly BlobPart[], type: string): void {
  const address = URL.createObjectURL(new Blob([...parts], { type }));
  saveFrom(address, name);
  // The download has begun by then; the address would keep the text in memory.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
