/** Sub-resources that people are given rights to; discovery does not list them with the kinds. By "group/plural", then their verbs. */
export const NOTABLE_SUBRESOURCES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  '/pods': {
    log: ['get'],
    exec: ['get', 'create'],
    attach: ['get', 'create'],
    portforward: ['get', 'create'],
    eviction: ['create'],
    ephemeralcontainers: ['update', 'patch'],
  },
  '/nodes': { proxy: ['get', 'create'] },
  '/services': { proxy: ['get', 'create'] },
  '/serviceaccounts': { token: ['create'] },
  'apps/deployments': { scale: ['get', 'update', 'patch'] },
  'apps/statefulsets': { scale: ['get', 'update', 'patch'] },
  'apps/replicasets': { scale: ['get', 'update', 'patch'] },
  'certificates.k8s.io/certificatesigningrequests': { approval: ['update', 'patch'] },
};
