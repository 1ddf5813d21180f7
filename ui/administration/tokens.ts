// Tokens for programs: what each may do, and never the token itself but once.

/** What a token may open. Sessions have all that their role has. */
export type Scope = 'status' | 'calls' | 'directory' | 'parameters' | 'diagnostics' | 'screen' | 'keys' | 'administration';

export const scopes: readonly Scope[] = [
  'status',
  'calls',
  'directory',
  'parameters',
  'diagnostics',
  'screen',
  'keys',
  'administration',
];

export interface TokenEntry {
  readonly id: number;
  /** In the administrator's words: which program has it. */
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAtMs: number;
}

export interface Tokens {
  readonly entries: readonly TokenEntry[];
  /** The only time that its text is told; a hash of it is kept. Undefined: there are too many. */
  create(name: string, scopes: readonly Scope[]): { readonly entry: TokenEntry; readonly text: string } | undefined;
  revoke(id: number): boolean;
  find(text: string): TokenEntry | undefined;
}
