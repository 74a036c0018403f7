/** What somebody may want to do with a resource; a right to ask for. */
export interface ResourceQuestion {
  readonly verb: string;
  /** "" is the core group */
  readonly group: string;
  /** plural: "pods" */
  readonly resource: string;
  readonly subresource?: string | undefined;
  /** undefined: the whole cluster, or a cluster-wide kind */
  readonly namespace?: string | undefined;
  /** undefined: any object */
  readonly name?: string | undefined;
}

/** What somebody may want to do with a path that is no resource: "/metrics". */
interface PathQuestion {
  readonly verb: string;
  readonly path: string;
}

export type RightQuestion = ResourceQuestion | PathQuestion;

/** The resource as a rule names it: "pods/log". */
export function ruledResource({ resource, subresource }: ResourceQuestion): string {
  return subresource ? `${resource}/${subresource}` : resource;
}
