// The words of every language but English, from which all others are completed.

import type { Language } from './languages.ts';
import type { Catalogue } from './strings.ts';

export const catalogues: Readonly<Partial<Record<Language, Catalogue>>> = {};
