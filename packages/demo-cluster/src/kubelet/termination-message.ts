import type { Container } from '../controllers/kinds.ts';
import type { ContainerInstance } from './container-instance.ts';

const FILE_BYTES = 4096;
const LOG_BYTES = 2048;
const LOG_LINES = 80;

/** What a container leaves behind: its termination log or, where that is wanted and it has failed without one, the end of its log. */
export async function terminationMessage(
  container: Container,
  instance: ContainerInstance,
  argv: readonly string[],
  exitCode: number,
): Promise<string> {
  const path = String(container['terminationMessagePath'] ?? '/dev/termination-log');
  // only a script that names the file can have written it; a look costs a file system
  if (argv.some((one) => one.includes(path))) {
    try {
      const bytes = await instance.sandbox.readFile(path);
      const text = Buffer.from(bytes.subarray(0, FILE_BYTES)).toString();
      if (text !== '') return text;
    } catch {
      // not written
    }
  }
  if (container['terminationMessagePolicy'] !== 'FallbackToLogsOnError' || exitCode === 0) return '';
  return instance.log.tail(LOG_LINES).slice(-LOG_BYTES);
}
