// What a page asks the phone for, again when it wants or at an interval, and what becomes of what it tells the phone to do.

import { useEffect, useRef, useState } from 'preact/hooks';
import { type Answer, ask, askAgain, download, type Refused } from './api.ts';
import { t, words } from './text/words.ts';

export interface Asked<T> {
  readonly value: T | undefined;
  readonly refused: Refused | undefined;
  /** Resolves when the answer, or a newer one, is there. */
  readonly again: () => Promise<void>;
}

/** What the page knows. */
interface Known<T> {
  readonly value?: T | undefined;
  readonly refused?: Refused;
}

/** While the phone does not answer, what it said before stays. */
function knownFrom<T>(answer: Answer<T>, before: Known<T>): Known<T> {
  if (answer.ok) return { value: answer.value };
  return { value: answer.status === 0 ? before.value : undefined, refused: answer.refused };
}

/** `everyMs` undefined: once. What is asked for is asked anew when the path is another one, and when `changes` are. */
export function useAsked<T>(path: string, everyMs?: number, changes?: unknown): Asked<T> {
  const [known, know] = useState<Known<T>>({});
  const turns = useRef({ asked: 0, taken: 0, waiting: 0 }).current;
  const take = async (question: Promise<Answer<T>>): Promise<void> => {
    const turn = ++turns.asked;
    turns.waiting++;
    const next = await question;
    turns.waiting--;
    // A later question was answered sooner, or something else is asked for by now.
    if (turn < turns.taken) return;
    turns.taken = turn;
    know((before) => knownFrom(next, before));
  };
  const again = (): Promise<void> => take(ask<T>('GET', path));
  useEffect(() => {
    void again();
    const timer =
      everyMs === undefined
        ? undefined
        : setInterval(() => {
            // Answers that take longer than the interval are waited for, not asked for again and again.
            if (turns.waiting === 0) void take(askAgain<T>(path));
          }, everyMs);
    return () => {
      clearInterval(timer);
      turns.taken = ++turns.asked;
    };
  }, [path, everyMs]);
  const seen = useRef(changes);
  useEffect(() => {
    if (seen.current !== changes) void take(askAgain<T>(path));
    seen.current = changes;
  }, [changes]);
  return { value: known.value, refused: known.refused, again };
}

const reasons: Readonly<Record<string, string>> = words({
  unreachable: 'The phone does not answer.',
  notAllowed: 'Only the administrator may do that.',
  notFound: 'It is not there any more.',
  busy: 'Another one is still running.',
  invalidAddress: 'That is no host name and no address.',
  notInstalled: 'This phone has no program for it.',
  inACall: 'The phone is in a call.',
  tooMany: 'There are as many as the phone keeps.',
  tooManyAttempts: 'Too many attempts. Wait a while.',
  wrongPassword: 'The password is not right.',
  tooLarge: 'The file is too large.',
  full: 'The directory is full.',
});

function reasonOf(error: string): string {
  const reason = reasons[error];
  return reason === undefined ? t('The phone refused that: {error}.', { error }) : t(reason);
}

export function wordsOf({ error, expected }: Refused): string {
  return expected === undefined ? reasonOf(error) : t('Expected: {expected}.', { expected });
}

export interface Deed {
  readonly told: string;
  readonly wrong: boolean;
  readonly busy: boolean;
  /**
   * Tells the phone; says `done` when it has, and when the page shows it: `shown` asks for what is another one now.
   * Resolves with the answer's value, undefined when it was refused.
   */
  readonly run: <T>(
    method: string,
    path: string,
    body?: unknown,
    done?: string | ((answer: T) => string),
    shown?: () => Promise<unknown>,
  ) => Promise<T | undefined>;
  /** The same for what is answered with a file. */
  readonly keep: (method: string, path: string, body: unknown, name: string, shown?: () => Promise<unknown>) => Promise<void>;
}

/** Whether what the page shows has become another one, by this or by somebody else. */
function isOther(answer: Answer<unknown>): boolean {
  return answer.ok || answer.status === 404;
}

/** One thing at a time, and a sentence about how it went. */
export function useDeed(): Deed {
  const [state, setState] = useState({ told: '', wrong: false, busy: false });
  const tell = <T>(answer: Answer<T>, done: string): void =>
    setState(answer.ok ? { told: done, wrong: false, busy: false } : { told: wordsOf(answer.refused), wrong: true, busy: false });
  const run: Deed['run'] = async <T>(
    method: string,
    path: string,
    body?: unknown,
    done: string | ((answer: T) => string) = t('Done.'),
    shown?: () => Promise<unknown>,
  ): Promise<T | undefined> => {
    setState({ told: '', wrong: false, busy: true });
    const answer = await ask<T>(method, path, body);
    if (isOther(answer)) await shown?.();
    tell(answer, answer.ok && typeof done === 'function' ? done(answer.value) : String(done));
    return answer.ok ? (answer.value ?? ({} as T)) : undefined;
  };
  const keep: Deed['keep'] = async (method, path, body, name, shown) => {
    setState({ told: '', wrong: false, busy: true });
    const answer = await download(method, path, body, name);
    if (isOther(answer)) await shown?.();
    tell(answer, t('{name} was made.', { name }));
  };
  return { ...state, run, keep };
}
