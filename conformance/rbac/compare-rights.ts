import { rightsOf } from '../../apps/web/src/api/rbac/effective-rights.ts';
import { readRule } from '../../apps/web/src/api/rbac/policy-rule.ts';
import type { RbacSnapshot } from '../../apps/web/src/api/rbac/rbac-snapshot.ts';
import { type Asker, MASTERS } from '../../apps/web/src/api/rbac/subject.ts';
import type { Kubectl } from '../kubectl.ts';

interface Rules {
  readonly resourceRules: readonly unknown[];
  readonly nonResourceRules: readonly unknown[];
}

/**
 * The rules that we say hold for somebody in a namespace, and those that the API server lists to them (SelfSubjectRulesReview, asked in
 * their name). Undefined: the same. The server lists paths of roles that are bound in a namespace too, although none of them holds.
 */
export async function rightsFault(
  kubectl: Kubectl,
  snapshot: RbacSnapshot,
  asker: Asker,
  namespace: string,
): Promise<string | undefined> {
  // what may be done without any rule is listed nowhere
  if (asker.user === '' || asker.groups.includes(MASTERS)) return undefined;
  const theirs = await rulesListed(kubectl, asker, namespace);
  const held = rightsOf(snapshot, asker).rights.filter(({ scope }) => scope === '' || scope === namespace);
  const ours = {
    resourceRules: held.map(({ rule }) => rule).filter(({ resources }) => resources.length > 0),
    nonResourceRules: held.map(({ rule }) => rule).filter(({ nonResourceURLs }) => nonResourceURLs.length > 0),
  };
  const [mine, listed] = [textsOf(ours.resourceRules), textsOf(theirs.resourceRules)];
  const paths = textsOf(theirs.nonResourceRules);
  const odd = [
    ...[...mine].filter((text) => !listed.has(text)).map((text) => `only we: ${text}`),
    ...[...listed].filter((text) => !mine.has(text)).map((text) => `only the API server: ${text}`),
    ...[...textsOf(ours.nonResourceRules)].filter((text) => !paths.has(text)).map((text) => `only we: ${text}`),
  ];
  return odd.length === 0
    ? undefined
    : `rights of ${JSON.stringify(asker)} in ${namespace}: ${odd.slice(0, 3).join('; ')}`;
}

const textsOf = (rules: readonly unknown[]) => new Set(rules.map((rule) => JSON.stringify(readRule(rule))));

async function rulesListed(kubectl: Kubectl, { user, groups }: Asker, namespace: string): Promise<Rules> {
  const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace } };
  const ran = await kubectl.run(
    [
      ...['create', '--raw', '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', '-f', '-', `--as=${user}`],
      ...groups.map((group) => `--as-group=${group}`),
    ],
    { input: JSON.stringify(review) },
  );
  if (ran.code !== 0) throw new Error(`no rules of ${user}: ${ran.stderr}`);
  return (JSON.parse(ran.stdout) as { status: Rules }).status;
}
