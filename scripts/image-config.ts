import { IMAGE_FLAGS } from './bff-flags.ts';

/** What the image says of itself to a container runtime. The Dockerfile says the same: image.test.ts compares them. */
export const IMAGE = {
  name: 'quarterdeck',
  /** numeric, so that a kubelet can see that it is not root */
  user: '65532:65532',
  ports: [8443, 9090],
  env: {
    NODE_ENV: 'production',
    HOST: '0.0.0.0',
    PORT: '8443',
    QUARTERDECK_TLS: '1',
    QUARTERDECK_WEB_ROOT: '/app/web',
  },
  entrypoint: ['/usr/local/bin/node', ...IMAGE_FLAGS, '/app/server/main.js'],
  healthcheck: ['/usr/local/bin/node', '/app/server/healthcheck.js'],
  title: 'Quarterdeck',
  description: 'The Kubernetes dashboard that cluster admins reach for instead of kubectl',
  licence: 'Apache-2.0',
} as const;

/** What the build knows beyond that; all of it may be empty. */
export interface BuildFacts {
  readonly version: string;
  readonly revision: string;
  readonly source: string;
}

/** OCI annotations, as labels of the image. */
export function imageLabels({ version, revision, source }: BuildFacts): Record<string, string> {
  const name = 'org.opencontainers.image';
  return {
    [`${name}.title`]: IMAGE.title,
    [`${name}.description`]: IMAGE.description,
    [`${name}.licenses`]: IMAGE.licence,
    [`${name}.version`]: version,
    [`${name}.revision`]: revision,
    [`${name}.source`]: source,
  };
}
