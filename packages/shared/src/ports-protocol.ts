/** Ports of Pods and Services that are open in the browser: /api/clusters/{cluster}/ports. */
import * as z from 'zod/mini';

const name = z.string().check(z.regex(/^[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?$/));
const portName = z.string().check(z.regex(/^(?=.*[a-z])[a-z0-9](?:[-a-z0-9]{0,13}[a-z0-9])?$/));

/** POST …/ports */
export const openPortBody = z.strictObject({
  namespace: name,
  resource: z.enum(['pods', 'services']),
  name,
  /** a number, or the name of a port of a Service */
  port: z.union([z.int().check(z.minimum(1), z.maximum(65_535)), portName]),
  scheme: z.enum(['http', 'https']),
});

export type PortTarget = z.infer<typeof openPortBody>;

/** An open port, as the person's own session sees it. */
export interface OpenPort extends PortTarget {
  readonly id: string;
  /** epoch seconds */
  readonly openedAt: number;
  /** the origin that its pages have */
  readonly origin: string;
}

/** POST …/ports, and POST …/ports/{id}/visit for one that is open: where to go, once and soon. */
export interface PortVisit {
  readonly port: OpenPort;
  readonly url: string;
}
