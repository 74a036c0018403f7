import { textsAt } from '../read-field.ts';
import { type RightQuestion, ruledResource } from './right-question.ts';

/** A rule of a Role or ClusterRole; lists that are missing are empty. */
export interface PolicyRule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
  readonly nonResourceURLs: readonly string[];
}

/** A rule as the server has it, read with care. */
export function readRule(source: unknown): PolicyRule {
  return {
    verbs: textsAt(source, 'verbs'),
    apiGroups: textsAt(source, 'apiGroups'),
    resources: textsAt(source, 'resources'),
    resourceNames: textsAt(source, 'resourceNames'),
    nonResourceURLs: textsAt(source, 'nonResourceURLs'),
  };
}

const covers = (listed: readonly string[], wanted: string) => listed.includes('*') || listed.includes(wanted);

/** Whether a rule lists a resource, as "pods" or "pods/log". A star covers sub-resources too, and one before "/log" all logs. */
function coversResource({ resources }: PolicyRule, ruled: string, subresource: string): boolean {
  return covers(resources, ruled) || (subresource !== '' && resources.includes(`*/${subresource}`));
}

/** Whether a rule lists a path: by itself, by `*`, or by what it begins with ("/healthz/*"). */
function coversPath({ nonResourceURLs }: PolicyRule, path: string): boolean {
  return nonResourceURLs.some(
    (url) => url === '*' || url === path || (url.endsWith('*') && path.startsWith(url.replace(/\*+$/, ''))),
  );
}

/** Whether a rule speaks of what is asked for, whichever names it is narrowed to. */
export function ruleReaches(rule: PolicyRule, question: RightQuestion): boolean {
  if (!covers(rule.verbs, question.verb)) return false;
  if ('path' in question) return coversPath(rule, question.path);
  return (
    covers(rule.apiGroups, question.group) && coversResource(rule, ruledResource(question), question.subresource ?? '')
  );
}

/**
 * Whether a rule gives a right: the API server's own reading of it (plugin/pkg/auth/authorizer/rbac, RuleAllows). A rule that is
 * narrowed to names gives nothing to who asks without one.
 */
export function ruleAllows(rule: PolicyRule, question: RightQuestion): boolean {
  if (!ruleReaches(rule, question)) return false;
  if ('path' in question) return true;
  return rule.resourceNames.length === 0 || rule.resourceNames.includes(question.name ?? '');
}

const same = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((item, index) => item === b[index]);

/** Whether two rules are the same word for word, as the controller compares them that aggregates roles. */
export function sameRule(a: PolicyRule, b: PolicyRule): boolean {
  return (
    same(a.verbs, b.verbs) &&
    same(a.apiGroups, b.apiGroups) &&
    same(a.resources, b.resources) &&
    same(a.resourceNames, b.resourceNames) &&
    same(a.nonResourceURLs, b.nonResourceURLs)
  );
}
