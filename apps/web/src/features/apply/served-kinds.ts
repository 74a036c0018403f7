import { ProblemError } from '@quarterdeck/shared/problem';
import { parseApiVersion } from '@quarterdeck/shared/resource-path';
import type { DiscoveredResource } from '../../api/kube-object.ts';
import { type ApiResourceList, parseResourceList } from '../../api/parse-discovery.ts';

/**
 * Which kinds a cluster serves in exactly the version that a document names: discovery keeps one version of each kind. Each group
 * version is asked for once, until `forget`.
 */
export class ServedKinds {
  readonly #read: (path: string) => Promise<ApiResourceList>;
  readonly #known = new Map<string, Promise<readonly DiscoveredResource[]>>();

  /** `read` gets a path of the API server as JSON. */
  constructor(read: (path: string) => Promise<ApiResourceList>) {
    this.#read = read;
  }

  /** undefined: the server does not serve it. Rejects when the server cannot be asked. */
  async find(apiVersion: string, kind: string): Promise<DiscoveredResource | undefined> {
    const found = this.#known.get(apiVersion) ?? this.#ask(apiVersion);
    this.#known.set(apiVersion, found);
    try {
      return (await found).find((resource) => resource.kind === kind);
    } catch (error) {
      this.#known.delete(apiVersion);
      throw error;
    }
  }

  /** A CRD has come: what was not served may be now. */
  forget(): void {
    this.#known.clear();
  }

  async #ask(apiVersion: string): Promise<readonly DiscoveredResource[]> {
    const { group, version } = parseApiVersion(apiVersion);
    const path = ['apis', group, version].map(encodeURIComponent);
    try {
      const list = await this.#read(group === '' ? `/api/${encodeURIComponent(version)}` : `/${path.join('/')}`);
      return parseResourceList(group, version, list);
    } catch (error) {
      if (error instanceof ProblemError && error.problem.status === 404) return [];
      throw error;
    }
  }
}
