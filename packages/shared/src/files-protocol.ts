/**
 * Files of a container: /api/clusters/{cluster}/files/{namespace}/{pod}/{container}/{list | text | file | folder | upload}. Paths
 * travel in the query, absolute and without "." and "..".
 */

export type FileType = 'file' | 'directory' | 'link' | 'fifo' | 'socket' | 'block' | 'character' | 'unknown';

/** The tools by which a container told what is in a directory. */
export const LISTING_TOOLS = ['find', 'ls'] as const;
export type ListingTool = (typeof LISTING_TOOLS)[number];

export interface FileEntry {
  readonly name: string;
  /** the name's bytes are no UTF-8: it is shown, and cannot be asked for */
  readonly garbled?: true;
  readonly type: FileType;
  /** permission bits, set-user-ID and sticky bits included */
  readonly mode: number;
  readonly size: number;
  /** epoch seconds */
  readonly modified: number;
  readonly owner: string;
  readonly group: string;
  /** of a link: what it names */
  readonly target?: string;
  /** of a link: what is there; absent when nothing is, or nobody may look */
  readonly leadsTo?: FileType;
}

/** GET …/list?path= */
export interface FileListing {
  readonly path: string;
  readonly entries: readonly FileEntry[];
  /** there is more than is listed */
  readonly truncated: boolean;
  /** what the tools said beside the listing: entries that they could not look at */
  readonly complaints: string;
  /** to be given back as ?tool= with the next directory of this container */
  readonly tool: ListingTool;
}

/** PUT …/upload?path=: what was written. */
export interface UploadedFile {
  readonly path: string;
  readonly size: number;
}

/** What the configuration allows; 0: not at all. Part of AppConfig. */
export interface FileLimits {
  readonly viewBytes: number;
  readonly downloadBytes: number;
  readonly uploadBytes: number;
}
