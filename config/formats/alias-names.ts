// Which parameters of ours another vendor's names mean.

import type { Aliases } from '../declaration.ts';
import { type Parameter, parameters } from '../schema.ts';

export interface AliasTarget {
  /** One, or each index where the vendor has one value for all of them. */
  readonly parameters: readonly Parameter[];
  /** The vendor has one for each line where we have a single value, and this is not the first line's. */
  readonly further: boolean;
}

/** Lines that phones of these vendors may have more than we. */
const mostLines = 20;

/** Every name with its index filled in. */
export function aliasNames(vendor: keyof Aliases): ReadonlyMap<string, AliasTarget> {
  const names = new Map<string, { readonly parameters: Parameter[]; readonly further: boolean }>();
  const add = (name: string, parameter: Parameter, further: boolean): void => {
    const found = names.get(name);
    if (found === undefined) names.set(name, { parameters: [parameter], further });
    else found.parameters.push(parameter);
  };
  for (const parameter of parameters()) {
    const alias = parameter.declaration.aliases?.[vendor];
    const name = typeof alias === 'object' ? alias[parameter.index ?? 0] : alias;
    if (name === undefined) continue;
    if (!name.includes('{n}')) add(name, parameter, false);
    else if (parameter.index !== undefined) add(name.replace('{n}', String(parameter.index + 1)), parameter, false);
    else for (let n = 1; n <= mostLines; n++) add(name.replace('{n}', String(n)), parameter, n > 1);
  }
  return names;
}
