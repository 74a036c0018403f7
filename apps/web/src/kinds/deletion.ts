/** What goes with an object that is deleted. The sentences are i18n keys in namespace "actions", with {{count}}. */
export interface Deletion {
  /** what else is deleted */
  readonly takes?: string;
  /** who makes it again */
  readonly bringsBack?: string;
  /** which data may be lost */
  readonly data?: string;
  /** so much goes with it that its name must be typed first */
  readonly typed?: boolean;
  /** it ends processes, which are given time for it */
  readonly graceful?: boolean;
}
