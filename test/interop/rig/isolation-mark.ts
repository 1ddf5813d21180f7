// Whether this process is the one in the namespaces, or the one that is about to make them.

export const mark = 'HOOKSWITCH_INTEROP_ISOLATED';

export const isIsolated: boolean = process.env[mark] !== undefined;

export function mustBeRoot(): void {
  if (process.getuid?.() === 0) return;
  throw new Error('the interop tests make network namespaces and a Debian chroot, which only root may: run `sudo make interop`');
}
