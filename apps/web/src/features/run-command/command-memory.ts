import type { TypedCommand } from '../../ui/argv.ts';

const KEPT = 20;
/** of this tab, and gone with it: arguments hold passwords */
let commands: readonly TypedCommand[] = [];

/** What was run before, the latest first. */
export function recalledCommands(): readonly TypedCommand[] {
  return commands;
}

export function rememberCommand(command: TypedCommand): void {
  commands = [command, ...commands.filter(({ text }) => text !== command.text)].slice(0, KEPT);
}
