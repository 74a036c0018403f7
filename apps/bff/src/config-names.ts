/** What Kubernetes tells a pod of a Service that has our name: QUARTERDECK_SERVICE_HOST, QUARTERDECK_PORT_443_TCP_ADDR … */
const SERVICE_LINK = /_SERVICE_HOST$|_SERVICE_PORT(?:_\w+)?$|_PORT(?:_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)?$/;

/**
 * A warning for each variable that is named like a setting and is none: a mistyped one would be ignored without a word. Values are not
 * said, they may be secrets.
 */
export function warnOfUnknownNames(
  env: Readonly<Record<string, string | undefined>>,
  known: Readonly<Record<string, unknown>>,
): readonly string[] {
  const inPod = Boolean(env['KUBERNETES_SERVICE_HOST']);
  return Object.keys(env)
    .filter((name) => name.startsWith('QUARTERDECK_') && env[name] && !Object.hasOwn(known, name))
    .filter((name) => !(inPod && SERVICE_LINK.test(name)))
    .sort()
    .map((name) => `${name} is no setting, so it is ignored: is it mistyped?`);
}
