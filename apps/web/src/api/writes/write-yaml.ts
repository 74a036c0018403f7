import { stringify } from 'yaml';
import { orderFields } from './order-fields.ts';

/**
 * An object as YAML that both YAML 1.1 (kubectl, the API server) and 1.2 read as the same: "no", "012" and their like are
 * quoted. Long lines are not folded and nothing becomes an alias.
 */
export function writeYaml(object: Readonly<Record<string, unknown>>): string {
  return stringify(orderFields(object), { lineWidth: 0, compat: 'yaml-1.1', aliasDuplicateObjects: false });
}
