import type { Container } from '../controllers/kinds.ts';
import { expandArguments } from './container-environment.ts';
import type { ImageProfile } from './image-table.ts';

/** The argv of a container: its own command and args over those of the image. */
export function commandLine(
  { command, args }: Container,
  profile: ImageProfile,
  env: Readonly<Record<string, string>>,
): string[] {
  const head = command && command.length > 0 ? command : profile.command;
  // arguments alone replace the image's CMD but keep its entry point
  const isEntryPoint = /^\/|-foreground$|server$|agnhost$|^stress$|^perl$/.test(profile.command[0] ?? '');
  const base = command || !args ? head : isEntryPoint || args[0]?.startsWith('-') ? profile.command.slice(0, 1) : [];
  return expandArguments([...base, ...(args ?? [])], env);
}
