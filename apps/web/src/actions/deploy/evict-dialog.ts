import { ProblemError, problem } from '@quarterdeck/shared/problem';
import { apiPath } from '@quarterdeck/shared/resource-path';
import { type ActionDialogPart, defineDialog } from '../define-action.ts';
import { evictionVersion } from '../drain/drain-requests.ts';
import { readRefusal } from '../drain/eviction-answer.ts';
import { kubectlType, shellWord } from '../kubectl-command.ts';

const RAW = 'kubectl create --raw';

/** Evictions one by one: never a deletion, so that budgets have their say. The server's version of Eviction is asked for once. */
export function evictDialog(): ActionDialogPart {
  const versions = new Map<string, Promise<string>>();
  const versionOf = (cluster: string): Promise<string> => {
    const known = versions.get(cluster) ?? evictionVersion(cluster);
    versions.set(cluster, known);
    return known;
  };
  return defineDialog<undefined>({
    says: { title: 'deploy:evict.title', proceed: 'deploy:evict.proceed' },
    dryRun: true,
    plan: (targets) => ({ key: 'deploy:evict.plan', values: { count: targets.length } }),
    async run({ ref, uid }, api) {
      const { cluster, namespace = '', name } = ref;
      try {
        await api.request(apiPath(ref.resource, { namespace, name, subresource: 'eviction' }), {
          method: 'POST',
          body: JSON.stringify({
            apiVersion: await versionOf(cluster),
            kind: 'Eviction',
            metadata: { name, namespace },
            // not another pod that has taken the name since
            ...(uid === undefined ? {} : { deleteOptions: { preconditions: { uid } } }),
          }),
        });
      } catch (error) {
        const answer = readRefusal(error);
        if (answer.kind === 'gone') return;
        if (answer.kind !== 'budget') throw error;
        const { budget, message } = answer;
        throw new ProblemError(
          problem('qd.api.eviction-refused', 'The disruption budget allows no eviction now', {
            detail: message,
            params: { budget, message },
          }),
        );
      }
    },
    kubectl: ({ ref }) => {
      const { namespace = '', name } = ref;
      const path = apiPath(ref.resource, { namespace, name, subresource: 'eviction' });
      const body = JSON.stringify({ apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } });
      return `echo ${shellWord(body)} | ${RAW} ${shellWord(path)} -f - # ${kubectlType(ref.resource)}`;
    },
  });
}
