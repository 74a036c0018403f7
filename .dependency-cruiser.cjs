/** The architecture as rules (ARCHITECTURE.md, "Who may import whom"). Regexes: a new feature needs no edit here. */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^kubernetes-types/' },
    },
    {
      name: 'shared-is-pure',
      comment: 'packages/shared serves both sides: its schema library only, no Node, no DOM, no React',
      severity: 'error',
      from: { path: '^packages/shared/src', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^(packages/shared/src|node_modules/zod)' },
    },
    {
      name: 'bff-knows-no-web',
      severity: 'error',
      from: { path: '^apps/bff' },
      to: { path: '^apps/web' },
    },
    {
      name: 'bff-source-knows-no-demo',
      comment: 'tests may start the demo cluster, the product may not know it',
      severity: 'error',
      from: { path: '^apps/bff/src', pathNot: '(\\.test\\.ts$|/test/)' },
      to: { path: '^packages/demo-cluster' },
    },
    {
      name: 'web-knows-no-server',
      severity: 'error',
      from: { path: '^apps/web/src' },
      to: { path: '^(apps/bff|packages/demo-cluster)' },
    },
    { name: 'demo-knows-no-app', severity: 'error', from: { path: '^packages/demo-cluster' }, to: { path: '^apps/' } },
    {
      name: 'no-feature-imports-another',
      severity: 'error',
      from: { path: '^apps/web/src/features/([^/]+)/' },
      to: { path: '^apps/web/src/features/', pathNot: '^apps/web/src/features/$1/' },
    },
    {
      name: 'features-know-no-concrete-kind-or-action',
      severity: 'error',
      from: { path: '^apps/web/src/features/' },
      to: {
        path: '^apps/web/src/(app/|kinds/.*\\.kind\\.tsx$|kinds/[^/]+/|kinds/registry|actions/.*\\.action\\.tsx?$)',
      },
    },
    {
      name: 'foundations-know-no-features',
      severity: 'error',
      from: { path: '^apps/web/src/(ui|live|api|i18n)/', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^apps/web/src/(features|kinds|actions|app)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'live-and-api-know-no-react',
      comment: 'plain TypeScript, except the hooks and contexts in use-*.ts and *-context.ts',
      severity: 'error',
      from: { path: '^apps/web/src/(live|api)/', pathNot: '(/use-[^/]+\\.tsx?$|-context\\.tsx?$|\\.test\\.tsx?$)' },
      to: { path: '^node_modules/(react|react-dom|@mantine)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'kinds-know-no-other-kind',
      comment: 'relations refer by resource string; the registry finds the files',
      severity: 'error',
      from: { path: '^apps/web/src/kinds/.*\\.kind\\.tsx$' },
      to: { path: '^apps/web/src/kinds/.*\\.kind\\.tsx$' },
    },
    {
      name: 'kinds-use-features-lazily',
      severity: 'error',
      from: { path: '^apps/web/src/(kinds|actions)/', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^apps/web/src/features/', dependencyTypesNot: ['dynamic-import', 'type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json', '.css'],
    },
  },
};
