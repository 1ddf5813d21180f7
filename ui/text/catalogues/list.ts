// The words of every language but English, from which all others are completed.

import type { Language } from '../languages.ts';
import type { Catalogue } from '../strings.ts';
import { cs } from './cs.ts';
import { de } from './de.ts';
import { es } from './es.ts';
import { fi } from './fi.ts';
import { fr } from './fr.ts';
import { he } from './he.ts';
import { hu } from './hu.ts';
import { it } from './it.ts';
import { ja } from './ja.ts';
import { ko } from './ko.ts';
import { pl } from './pl.ts';
import { pt } from './pt.ts';
import { ru } from './ru.ts';
import { sk } from './sk.ts';
import { uk } from './uk.ts';
import { zhCn } from './zh-cn.ts';
import { zhTw } from './zh-tw.ts';

export const catalogues: Readonly<Record<Exclude<Language, 'en'>, Catalogue>> = {
  de,
  es,
  fr,
  it,
  pt,
  pl,
  cs,
  sk,
  hu,
  fi,
  ru,
  uk,
  he,
  'zh-CN': zhCn,
  'zh-TW': zhTw,
  ja,
  ko,
};
