import { shellWord } from '../../actions/kubectl-command.ts';
import { resourceWords } from '../../api/rbac/resource-words.ts';
import type { RightQuestion } from '../../api/rbac/right-question.ts';
import type { Asker } from '../../api/rbac/subject.ts';

/** The kubectl command that asks the same; for somebody else where `asker` is given. */
export function canICommand(question: RightQuestion, asker?: Asker): string {
  const words = ['kubectl', 'auth', 'can-i', question.verb];
  if ('path' in question) words.push(question.path);
  else {
    const { subresource, namespace, name } = question;
    // kubectl reads what follows a slash as an object's name
    const target = resourceWords({ ...question, subresource: undefined });
    words.push(name ? `${target}/${name}` : target);
    if (subresource) words.push(`--subresource=${subresource}`);
    words.push(...(namespace ? ['-n', namespace] : ['-A']));
  }
  if (asker !== undefined) {
    // impersonation of groups needs a user, whatever its name
    words.push(`--as=${asker.user || 'somebody'}`, ...asker.groups.map((group) => `--as-group=${group}`));
  }
  return words.map(shellWord).join(' ');
}
