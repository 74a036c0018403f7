import { type DebugProfile, profileContext } from './debug-profile.ts';

export interface DebugContainer {
  readonly name: string;
  readonly image: string;
  /** empty: the image's own */
  readonly argv: readonly string[];
  /** whose processes are seen; "": those of no other container */
  readonly target: string;
  readonly profile: DebugProfile;
}

/** The strategic merge patch of pods/ephemeralcontainers that adds a container, as `kubectl debug` sends it. */
export function debugContainerPatch({ name, image, argv, target, profile }: DebugContainer): object {
  const securityContext = profileContext(profile);
  return {
    spec: {
      ephemeralContainers: [
        {
          name,
          image,
          ...(argv.length === 0 ? {} : { command: argv }),
          stdin: true,
          tty: true,
          terminationMessagePolicy: 'File',
          ...(target === '' ? {} : { targetContainerName: target }),
          ...(securityContext === undefined ? {} : { securityContext }),
        },
      ],
    },
  };
}
