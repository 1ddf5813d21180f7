// Which input node a board means: by its path, or by the name that its driver gave it, which does not change with the order of finding.

import type { KernelDoor } from './kernel-door.ts';

const nodes = '/sys/class/input';

/**
 * `/dev/input/by-path/...`, or a name: `gpio-keys`. A part of a name will do where one node only has it, for drivers put their
 * place on a bus before it. Throws, naming those that there are.
 */
export function findInput(kernel: KernelDoor, input: string): string {
  if (input.startsWith('/')) return input;
  const known = inputNames(kernel);
  const exact = known.find(({ name }) => name === input);
  const [similar, ...others] = known.filter(({ name }) => name.includes(input));
  const found = exact ?? (others.length === 0 ? similar : undefined);
  if (found !== undefined) return found.path;
  const there = known.map(({ name, path }) => `"${name}" (${path})`).join(', ');
  throw new Error(
    `no input device is named "${input}"; there are: ${there === '' ? 'none' : there}. Load its driver, or name one of these`,
  );
}

/** Every input node with its name. */
export function inputNames(kernel: KernelDoor): readonly { readonly name: string; readonly path: string }[] {
  return listed(kernel)
    .filter((entry) => /^event\d+$/.test(entry))
    .flatMap((entry) => {
      try {
        return [{ name: kernel.readText(`${nodes}/${entry}/device/name`), path: `/dev/input/${entry}` }];
      } catch {
        // It went away while we looked.
        return [];
      }
    });
}

function listed(kernel: KernelDoor): readonly string[] {
  try {
    return kernel.list(nodes);
  } catch {
    return [];
  }
}
