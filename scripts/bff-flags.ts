/** undici's HTTP parser is WebAssembly; compiling it a second time, for speed that it does not need, takes 30 MB for a second. */
const EVERYWHERE = [
  '--liftoff-only',
  // one helper thread of the collector: each has an arena of its own
  '--v8-pool-size=1',
];

/**
 * Node's flags for the BFF on somebody's own machine (npm start), measured with 50,000 rows (bench/README.md): without them it peaks at
 * 167 MB, with them at 105.
 */
export const BFF_FLAGS: readonly string[] = [
  // young garbage: rows are parsed, projected and forgotten within a millisecond, a large nursery only holds more of it
  '--max-semi-space-size=2',
  '--optimize-for-size',
  ...EVERYWHERE,
];

/**
 * The same in the image, which is there for many people at a time (bench/soak): with the small nursery the collector takes a quarter of a
 * core from two hundred sessions and holds the others up for a second; with this one 4 %.
 */
export const IMAGE_FLAGS: readonly string[] = ['--max-semi-space-size=16', ...EVERYWHERE];

/** Of the memory that the container may use, in MiB: rows are strings, and V8 by itself takes half for them. */
export const IMAGE_HEAP = 768;
