/** What every wizard is given. */
export interface WizardProps {
  readonly cluster: string;
  /** of the address: what is filled in already */
  readonly start: Readonly<Record<string, string>>;
  /** goes to an address of the app */
  readonly navigate: (path: string) => void;
  /** opens a text where manifests are edited and applied */
  readonly editText: (text: string) => void;
}
