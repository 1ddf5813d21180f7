// How Node is told to be small on the device. Measured on the bundle, idle: the flags save 10 MB, the one heap 3; the parser and the calls are
// as fast. Without the second compiler, too, it would be 4 MB less, and the parser a quarter as fast.

/** On the command line stands what does not change compiled code: else Node compiles its own modules anew, for 30 ms and 700 kB. */
export const nodeFlags: readonly string[] = [
  // Young objects: one megabyte and not sixteen. What lives long is little and moves out soon.
  '--max-semi-space-size=1',
];

/**
 * Set when Node's modules are there and none of ours is. The phone's loops are short: what the third compiler adds in speed is not
 * measurable, its code and its threads' memory are.
 */
export const lateNodeFlags: readonly string[] = ['--no-turbofan'];

/** glibc gives each thread a heap of its own and keeps what is free in each. The threads that must not wait for each other allocate nothing. */
export const nodeEnvironment: Readonly<Record<string, string>> = {
  MALLOC_ARENA_MAX: '1',
  // What is free goes back. Once a large piece was freed, as after each login, glibc would keep pieces of that size from then on.
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '131072',
  MALLOC_TOP_PAD_: '65536',
  // Whom to believe is a matter of the settings.
  NODE_EXTRA_CA_CERTS: '',
};
