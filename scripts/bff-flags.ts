/**
 * Node's flags for the BFF, measured with 50,000 rows (bench/README.md): without them it peaks at 167 MB, with them at 105.
 * Whatever starts it (npm start, the container) takes the same ones.
 */
export const BFF_FLAGS: readonly string[] = [
  // young garbage: rows are parsed, projected and forgotten within a millisecond, a large nursery only holds more of it
  '--max-semi-space-size=2',
  '--optimize-for-size',
  // undici's HTTP parser is WebAssembly; compiling it a second time, for speed that it does not need, takes 30 MB for a second
  '--liftoff-only',
  // one helper thread of the collector: each has an arena of its own
  '--v8-pool-size=1',
];
