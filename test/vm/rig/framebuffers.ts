// Framebuffers by the name that their driver gave them; their numbers depend on who came first.

import { linuxKernel } from '#hal/linux/kernel-door';

export function framebufferNamed(name: string): string {
  const line = linuxKernel
    .readText('/proc/fb')
    .split('\n')
    .find((each) => each.slice(each.indexOf(' ') + 1) === name);
  if (line === undefined) throw new Error(`this machine has no framebuffer "${name}"`);
  return `/dev/fb${line.slice(0, line.indexOf(' '))}`;
}
