/** A number of bytes as the Kubernetes documentation writes it: "512 B", "1.4 KiB", "2 MiB". */
export function byteSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const [amount, unit] = bytes < 1024 ** 2 ? [bytes / 1024, 'KiB'] : [bytes / 1024 ** 2, 'MiB'];
  return `${amount.toFixed(1).replace(/\.0$/, '')} ${unit}`;
}
