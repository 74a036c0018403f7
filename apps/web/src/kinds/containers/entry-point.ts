import { textsAt } from '../../api/read-field.ts';

/**
 * What a container runs. `command` replaces the image's ENTRYPOINT and `args` its CMD; a `command` alone also drops the
 * image's CMD, which was meant for the image's own ENTRYPOINT.
 */
export interface EntryPoint {
  readonly command: readonly string[];
  readonly args: readonly string[];
  /** key of the sentence that says where the two come from */
  readonly words: 'entry.image' | 'entry.command' | 'entry.args' | 'entry.both';
}

export function readEntryPoint(container: unknown): EntryPoint {
  const command = textsAt(container, 'command');
  const args = textsAt(container, 'args');
  if (command.length > 0) return { command, args, words: args.length > 0 ? 'entry.both' : 'entry.command' };
  return { command, args, words: args.length > 0 ? 'entry.args' : 'entry.image' };
}
