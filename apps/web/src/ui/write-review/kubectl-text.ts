import type { ObjectRef } from '../../api/kube-object.ts';
import { FIELD_MANAGER } from '../../api/writes/field-owners.ts';
import type { WriteMethod } from '../../api/writes/send-write.ts';

/** The kubectl command that makes the same write of a file. */
export function kubectlText(
  method: WriteMethod,
  { namespace }: ObjectRef,
  { file, force }: { readonly file: string; readonly force: boolean },
): string {
  const where = namespace === undefined ? [] : ['-n', namespace];
  const how = {
    replace: ['replace'],
    create: ['create'],
    apply: ['apply', '--server-side', `--field-manager=${FIELD_MANAGER}`, ...(force ? ['--force-conflicts'] : [])],
  }[method];
  return ['kubectl', ...how, ...where, '-f', file].join(' ');
}

/** The same with the text behind it, as a shell takes it. */
export function kubectlHeredoc(command: string, text: string): string {
  // an end mark that is no line of the text
  let mark = 'EOF';
  while (text.split(/\r?\n/).includes(mark)) mark += '_';
  return `${command} <<'${mark}'\n${text}${text.endsWith('\n') ? '' : '\n'}${mark}\n`;
}
