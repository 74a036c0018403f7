# One image: a Node runtime, the server in one bundle, the web app's files. No shell, no package manager, no node_modules.
# scripts/image.ts makes the same root file system without Docker, with the Node that runs it (here: the one of NODE_IMAGE, a line of Node that
# gets security fixes); scripts/image.test.ts holds what is said below against it.
ARG NODE_IMAGE=node:22-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
COPY packages/shared/package.json packages/shared/
COPY packages/demo-cluster/package.json packages/demo-cluster/
COPY apps/bff/package.json apps/bff/
COPY apps/web/package.json apps/web/
RUN npm ci
COPY . .
RUN npx tsx scripts/image.ts root /root-of-image

FROM scratch
ARG VERSION=0.1.0
ARG REVISION=
ARG SOURCE=
LABEL org.opencontainers.image.title="Quarterdeck" \
      org.opencontainers.image.description="The Kubernetes dashboard that cluster admins reach for instead of kubectl" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.source="${SOURCE}"
COPY --from=build /root-of-image/ /
ENV NODE_ENV="production" \
    HOST="0.0.0.0" \
    PORT="8443" \
    QUARTERDECK_TLS="1" \
    QUARTERDECK_WEB_ROOT="/app/web"
USER 65532:65532
EXPOSE 8443 9090
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["/usr/local/bin/node", "/app/server/healthcheck.js"]
ENTRYPOINT ["/usr/local/bin/node", "--max-semi-space-size=16", "--liftoff-only", "--v8-pool-size=1", "/app/server/main.js"]
