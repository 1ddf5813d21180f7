// The form of one parameter's declaration: JSON Schema, plus the keywords that forms, documents and importers need.

/** Who may change it: the person at the phone, or only the administrator. */
export type Owner = 'user' | 'admin';

/** What the number counts. Values are stored in this unit, as the manuals write it. */
export type Unit = 'ms' | '10 ms' | 's' | 'min' | 'h' | 'days' | 'Hz' | '-dBm' | 'dB' | 'bytes' | 'MB';

/**
 * A name in another vendor's files. `{n}` stands for the index counted from 1, as those vendors count lines; a list names each
 * index. A name without an index sets all of ours; one with an index, where we have a single value, gives it from the first line.
 */
export type Alias = string | readonly string[];

/** Names of the same setting in other vendors' files, for the importers. What their values mean otherwise stands in `formats/`. */
export interface Aliases {
  readonly spa?: Alias;
  readonly cisco?: Alias;
  /** Where the manual names it in two ways, or its path is not one of ours. */
  readonly audiocodes?: Alias;
}

interface CommonKeywords {
  /** Label of the form field, as the manual words it. */
  readonly title: string;
  /** One sentence for the administrator: what it does, not what it is called. */
  readonly help: string;
  readonly owner: Owner;
  /** The change is stored at once and takes effect at the next start. */
  readonly needsRestart?: true;
  /** Read, checked and kept, but nothing in this version acts on it; shown where the parameter is. */
  readonly noEffectYet?: true;
  /** Never printed, logged or exported; comes out of the store as `Secret`. */
  readonly secret?: true;
  /** How many there are of what `N` in the path counts, from 0. */
  readonly indexes?: number;
  /** Path of the parameter whose value holds while this one is not set; an `N` in it means the same index. */
  readonly inherits?: string;
  readonly aliases?: Aliases;
  /** Where the seed manuals define it; absent: the product's own, named in their manner. */
  readonly seed?: string;
  /** Said where the parameter is shown, because the manual asks for it and security advises against. */
  readonly warning?: string;
}

export interface BooleanDeclaration extends CommonKeywords {
  readonly type: 'boolean';
  readonly default: boolean;
  /** Default of each index where they differ. */
  readonly defaults?: readonly boolean[];
}

export interface IntegerDeclaration extends CommonKeywords {
  readonly type: 'integer';
  readonly default: number;
  readonly defaults?: readonly number[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly number[];
  readonly unit?: Unit;
  /** Says "not used" and lies outside the range. */
  readonly unused?: number;
  /** How it is written in files and forms; both notations are read. */
  readonly notation?: 'hexadecimal';
}

export interface StringDeclaration extends CommonKeywords {
  readonly type: 'string';
  readonly default: string;
  readonly defaults?: readonly string[];
  readonly enum?: readonly string[];
  /** Beside those of `enum` others are taken: names of what people bring to the phone. */
  readonly open?: true;
  /** In UTF-16 units. 255 where nothing is said. */
  readonly maxLength?: number;
  /** ECMA regular expression over the whole value; `expected` says it in words. */
  readonly pattern?: string;
  readonly expected?: string;
}

export type Declaration = BooleanDeclaration | IntegerDeclaration | StringDeclaration;

/** A file in `schema/`: path to declaration. */
export type Group = Readonly<Record<string, Declaration>>;
