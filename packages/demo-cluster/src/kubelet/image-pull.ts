import type { Container } from '../controllers/kinds.ts';
import { type ImageProfile, pull } from './image-table.ts';

/** What pulling an image needs of the container that it is for. */
export interface ImageUser {
  readonly container: Container;
  /** images that the node has */
  readonly pulled: Set<string>;
  /** the node has got an image: it reports it */
  arrived(reference: string, bytes: number): void;
  normal(reason: string, message: string): void;
  warning(reason: string, message: string): void;
  waiting(reason: string, message: string): void;
  /** rejects with Killed when the pod goes */
  wait(ms: number): Promise<void>;
}

const BACKOFF_STEP_MS = 10_000;
const BACKOFF_MAX_MS = 300_000;
const REMIND_MS = 15_000;
const RETRY_MS = 12_000;

/** As Go prints a duration: "899ms", "1.2s". */
function duration(ms: number): string {
  const whole = Math.round(ms);
  return whole < 1000 ? `${whole}ms` : `${whole / 1000}s`;
}

/** Makes up a size that stays the same for a name. */
const sizeOf = (image: string) => (20 + (image.length % 60)) * 1_000_000 + 271_436;

/** Brings an image to the node, as the container's pull policy wants it; never resolves when that cannot be. */
export async function bringImage(user: ImageUser): Promise<ImageProfile> {
  const { image, imagePullPolicy: policy } = user.container;
  const result = pull(image);
  const isThere = result.ok && user.pulled.has(result.reference);
  if (!result.ok && result.reason === 'InvalidImageName')
    return failForEver(user, 'InvalidImageName', result.message, 'InspectFailed');
  if (isThere && policy !== 'Always') {
    user.normal('Pulled', `Container image "${image}" already present on machine`);
    return result.profile;
  }
  if (policy === 'Never')
    return failForEver(
      user,
      'ErrImageNeverPull',
      `Container image "${image}" is not present with pull policy of Never`,
      'ErrImageNeverPull',
    );
  if (!result.ok) return failPulls(user, result.message);
  user.normal('Pulling', `Pulling image "${image}"`);
  const took = isThere ? 250 : 700 + 900 * Math.random();
  await user.wait(took);
  user.pulled.add(result.reference);
  user.arrived(result.reference, sizeOf(image));
  const time = duration(took);
  user.normal(
    'Pulled',
    `Successfully pulled image "${image}" in ${time} (${time} including waiting). Image size: ${sizeOf(image)} bytes.`,
  );
  return result.profile;
}

async function failForEver(user: ImageUser, reason: string, message: string, event: string): Promise<never> {
  for (;;) {
    user.waiting(reason, message);
    user.warning(event, message);
    user.warning('Failed', `Error: ${reason}`);
    await user.wait(RETRY_MS);
  }
}

async function failPulls(user: ImageUser, message: string): Promise<never> {
  const { image } = user.container;
  const why = message.replace(/^Failed to pull image "[^"]*": /, '');
  for (let backOff = BACKOFF_STEP_MS; ; backOff = Math.min(backOff * 2, BACKOFF_MAX_MS)) {
    user.normal('Pulling', `Pulling image "${image}"`);
    await user.wait(900);
    user.waiting('ErrImagePull', why);
    user.warning('Failed', message);
    user.warning('Failed', 'Error: ErrImagePull');
    await user.wait(1500);
    user.waiting('ImagePullBackOff', `Back-off pulling image "${image}": ErrImagePull: ${why}`);
    for (let left = backOff; left > 0; left -= REMIND_MS) {
      user.normal('BackOff', `Back-off pulling image "${image}"`);
      user.warning('Failed', 'Error: ImagePullBackOff');
      await user.wait(Math.min(left, REMIND_MS));
    }
  }
}
