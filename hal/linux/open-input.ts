// An input node, opened once for all the devices of the board that it tells of.

import type { DriverContext } from '../driver.ts';
import { InputNode } from './input-node.ts';
import type { KernelDoor } from './kernel-door.ts';

/** Throws when there is no such node, naming those that there are. */
export function openInput({ clock, shared }: DriverContext, kernel: KernelDoor, input: string): Promise<InputNode> {
  return shared(`input:${input}`, async () => {
    const node = new InputNode(kernel, clock, input);
    node.open();
    return node;
  });
}
