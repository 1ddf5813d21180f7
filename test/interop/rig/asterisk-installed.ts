// Imported before isolated.ts by the tests that need Asterisk: fetches it once, while there still is a network.

import { makeDebianSid } from './debian-sid.ts';
import { isIsolated, mustBeRoot } from './isolation-mark.ts';

if (!isIsolated) {
  mustBeRoot();
  makeDebianSid(['asterisk']);
}
