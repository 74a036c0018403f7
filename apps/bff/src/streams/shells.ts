const UNIX = [['bash'], ['sh'], ['ash']] as const;
const WINDOWS = [['pwsh'], ['powershell'], ['cmd']] as const;

/** The shells that are tried in a container, in this order. Each miss is an exec of its own, so the likely ones come first. */
export function shellsOf(os: 'linux' | 'windows' | undefined): readonly (readonly string[])[] {
  if (os === 'windows') return WINDOWS;
  return os === 'linux' ? UNIX : [...UNIX, ['powershell'], ['cmd']];
}
