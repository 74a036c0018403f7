import { createHash } from 'node:crypto';
import type { Process, Program } from '../process.ts';
import { fail, nameOf, pathIn, readCommandLine } from './command-line.ts';

async function bytesOf(process: Process, operand: string | undefined): Promise<Buffer | undefined> {
  if (operand === undefined || operand === '-') {
    const chunks: Uint8Array[] = [];
    for await (const chunk of process.io.stdin) chunks.push(chunk);
    return Buffer.concat(chunks);
  }
  const path = pathIn(process, operand);
  if ((await process.sandbox.exists(path)) === 'file') return Buffer.from(await process.sandbox.readFile(path));
  fail(process, `${nameOf(process)}: ${operand}: No such file or directory`);
  return undefined;
}

const checksum =
  (algorithm: string): Program =>
  async (process) => {
    const { operands } = readCommandLine(process.argv.slice(1));
    let status = 0;
    for (const operand of operands.length > 0 ? operands : ['-']) {
      const bytes = await bytesOf(process, operand);
      if (bytes) await process.io.out(`${createHash(algorithm).update(bytes).digest('hex')}  ${operand}\n`);
      else status = 1;
    }
    return status;
  };

const base64: Program = async (process) => {
  const line = readCommandLine(process.argv.slice(1), ['w', 'wrap']);
  const bytes = await bytesOf(process, line.operands[0]);
  if (!bytes) return 1;
  if (line.has('d', 'D', 'decode')) {
    await process.io.out(Buffer.from(bytes.toString('latin1'), 'base64'));
    return 0;
  }
  const width = Number(line.value('w', 'wrap') ?? 76);
  const text = bytes.toString('base64');
  const lines = width > 0 ? (text.match(new RegExp(`.{1,${width}}`, 'g')) ?? []) : [text];
  await process.io.out(width > 0 ? lines.map((one) => `${one}\n`).join('') : text);
  return 0;
};

/** Programs that digest bytes. */
export const CHECKSUM_PROGRAMS: Readonly<Record<string, Program>> = {
  md5sum: checksum('md5'),
  sha1sum: checksum('sha1'),
  sha256sum: checksum('sha256'),
  sha512sum: checksum('sha512'),
  base64,
};
