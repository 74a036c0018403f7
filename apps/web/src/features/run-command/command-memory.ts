import { whenPersonLeaves } from '../../api/when-person-leaves.ts';
import type { TypedCommand } from '../../ui/argv.ts';

const KEPT = 20;
/** of this tab and its person, and gone with either: arguments hold passwords */
let commands: readonly TypedCommand[] = [];
whenPersonLeaves(() => {
  commands = [];
});

/** What was run before, the latest first. */
export function recalledCommands(): readonly TypedCommand[] {
  return commands;
}

export function rememberCommand(command: TypedCommand): void {
  commands = [command, ...commands.filter(({ text }) => text !== command.text)].slice(0, KEPT);
}
