// Says what the screen says: what it is, and what has the focus. The next press interrupts it; a ring and a call go first.

import type { Recording, Ring } from '#media/messages';
import type { Clock, Log, Timer } from '#sip/ports';
import type { SemanticTree } from '#ui/lcd/semantic-tree';
import { readSpeech } from './rings/speech-wave.ts';
import type { Speaking, speak } from './system/espeak.ts';

/** What changes faster than this is not begun to be said. */
const quietMs = 200;
const longestText = 300;
const longMs = 3_600_000;

export interface SpokenFocusOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly enabled: () => boolean;
  /** BCP 47 tag of the screen's language. */
  readonly language: () => string;
  readonly speak: typeof speak;
  /** Where the phone rings; false: something else sounds there, or somebody is in a call. */
  readonly play: (ring: Ring) => boolean;
  readonly stop: () => void;
}

export class SpokenFocus {
  readonly #options: SpokenFocusOptions;
  #before: SemanticTree | undefined;
  #quiet: Timer | undefined;
  #speaking: Speaking | undefined;
  #playing: Timer | undefined;

  constructor(options: SpokenFocusOptions) {
    this.#options = options;
  }

  /** The screen says this now. */
  shown(tree: SemanticTree): void {
    const text = this.#options.enabled() ? speechOf(tree, this.#before) : '';
    this.#before = tree;
    if (text === '') return;
    this.#silence();
    this.#quiet = this.#options.clock.setTimer(quietMs, () => this.#say(text));
  }

  close(): void {
    this.#silence();
  }

  #silence(): void {
    this.#quiet?.cancel();
    this.#speaking?.cancel();
    this.#speaking = undefined;
    if (this.#playing === undefined) return;
    this.#playing.cancel();
    this.#playing = undefined;
    this.#options.stop();
  }

  #say(text: string): void {
    const { speak, language, log } = this.#options;
    this.#speaking = speak(text, language(), {
      said: (wave) => this.#play(readSpeech(wave)),
      failed: (reason) => log.warn('lcd', `the screen cannot be spoken: ${reason}`),
    });
  }

  #play(speech: Recording | undefined): void {
    if (speech === undefined) return;
    const lengthMs = Math.ceil((speech.pcm.length * 1000) / speech.rateHz);
    const segments = [
      { sounding: true, durationMs: lengthMs },
      { sounding: false, durationMs: longMs },
    ];
    const { play, clock } = this.#options;
    if (!play({ sound: speech, cadence: [{ segments, durationMs: 0 }], riseMs: 0 })) return;
    this.#playing = clock.setTimer(lengthMs, () => this.#silence());
  }
}

/** The screen's name when it is another one, and the row that has the focus when that is; empty: nothing new. */
export function speechOf(tree: SemanticTree, before: SemanticTree | undefined): string {
  const another = before === undefined || before.screen !== tree.screen || before.id !== tree.id || before.title !== tree.title;
  const focused = tree.focus === null ? undefined : tree.items[tree.focus];
  const parts = another ? [tree.title] : [];
  const words = focused === undefined ? (another ? (tree.items[0]?.text ?? '') : '') : wordsOf(focused);
  const said = before === undefined || before.focus === null ? undefined : before.items[before.focus];
  if (another || (focused !== undefined && words !== (said === undefined ? '' : wordsOf(said)))) parts.push(words);
  return parts
    .filter((part) => part !== '')
    .join('. ')
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, longestText);
}

function wordsOf({ text, detail, state }: SemanticTree['items'][number]): string {
  return [text, detail, state]
    .filter((part) => part !== undefined && part !== '' && part !== text)
    .reduce<string>((all, part) => `${all}, ${part}`, text);
}
