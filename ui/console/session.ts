// The console over one stream of bytes: log-in, line editing, commands. Bytes are hostile: bounded work and memory for each.

import type { Timer } from '../ports.ts';
import type { CommandSession, SessionSettings } from './command-session.ts';
import { commands as allCommands } from './commands/list.ts';
import type { ConsoleHost } from './console-host.ts';
import { DebugOutput } from './debug-output.ts';
import { type Arguments, type Command, complete, find, nextWords } from './grammar.ts';
import { type Key, KeyDecoder } from './key-decoder.ts';
import { edit, emptyLine, type Line, LineHistory, lineOf } from './line-editor.ts';
import { waitAfterFailuresMs } from './login.ts';
import { Terminal } from './terminal.ts';

const prompt = 'SIP Phone> ';
const passwordPrompt = 'Password: ';
const defaultIdleTimeoutMs = 10 * 60_000;
/** Bytes that wait while a command runs or a wrong password is paid for; more are dropped. */
const longestBacklog = 4096;

/**
 * asleep: nobody is there, Enter wakes it · password: waiting for it · ready: commands · secret: a command asks for a line that
 * is not shown · busy: a command or a password check is under way, or the wait after a wrong one.
 */
type State = 'asleep' | 'password' | 'ready' | 'secret' | 'busy' | 'closed';

export interface ConsoleOptions {
  readonly host: ConsoleHost;
  readonly write: (bytes: Uint8Array) => void;
  /** The phone's own, unless a test brings others. */
  readonly commands?: readonly Command[];
}

export class ConsoleSession implements CommandSession {
  readonly host: ConsoleHost;
  readonly debug: DebugOutput;
  settings: SessionSettings = freshSettings();
  readonly #all: readonly Command[];
  readonly #terminal: Terminal;
  readonly #decoder = new KeyDecoder();
  readonly #history = new LineHistory();
  #state: State = 'asleep';
  #line: Line = emptyLine;
  #failures = 0;
  #loggedIn = false;
  #backlog: number[] = [];
  #draining = false;
  #secret: { readonly prompt: string; readonly resolve: (text: string | undefined) => void } | undefined;
  #idle: Timer | undefined;
  #penalty: Timer | undefined;

  constructor(options: ConsoleOptions) {
    this.host = options.host;
    this.#all = options.commands ?? allCommands;
    this.#terminal = new Terminal(options.write);
    this.debug = new DebugOutput(options.host, (text) => this.print(text));
  }

  get commands(): readonly Command[] {
    return this.#loggedIn ? this.#all : this.#all.filter(({ unclaimed }) => unclaimed === true);
  }

  /** Whatever came over the line. Never throws. */
  receive(bytes: Uint8Array): void {
    if (this.#state === 'closed') return;
    const room = Math.max(0, longestBacklog - this.#backlog.length);
    // Without a command under way the backlog is empty and all is taken at once.
    for (const byte of this.#state === 'busy' ? bytes.subarray(0, room) : bytes) this.#backlog.push(byte);
    this.#drain();
  }

  /** The line is gone: debug output ends, a running question is broken off. */
  close(): void {
    this.#state = 'closed';
    this.#backlog = [];
    this.#idle?.cancel();
    this.#penalty?.cancel();
    this.debug.disableAll();
    this.#secret?.resolve(undefined);
    this.#secret = undefined;
  }

  print(text: string): void {
    if (this.#state !== 'closed') this.#terminal.print(text);
  }

  askSecret(question: string): Promise<string | undefined> {
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    if (this.#state === 'closed') resolve(undefined);
    else {
      this.#secret = { prompt: question, resolve };
      this.#enter('secret');
    }
    return promise;
  }

  /** Logs out: `exit`, an idle session, a line that was lost. */
  end(): void {
    if (this.#state === 'closed') return;
    this.debug.disableAll();
    this.#idle?.cancel();
    this.#history.clear();
    this.#loggedIn = false;
    this.settings = freshSettings();
    this.#secret?.resolve(undefined);
    this.#secret = undefined;
    this.#backlog = [];
    this.#line = emptyLine;
    this.#terminal.leave();
    this.#terminal.print('Logged out. Press Enter to start.');
    this.#state = this.#penalty === undefined ? 'asleep' : 'busy';
  }

  #drain(): void {
    if (this.#draining) return;
    this.#draining = true;
    let done = 0;
    while (done < this.#backlog.length && this.#state !== 'busy' && this.#state !== 'closed') {
      const key = this.#decoder.decode(this.#backlog[done++] ?? 0);
      if (key !== undefined) this.#key(key);
    }
    this.#backlog = this.#backlog.slice(done, done + longestBacklog);
    this.#draining = false;
  }

  #key(key: Key): void {
    this.#restartIdle();
    if (this.#state === 'asleep') {
      if (key.type === 'enter') this.#start();
    } else if (this.#state === 'ready') this.#keyOfCommand(key);
    else this.#keyOfSecret(key);
  }

  #start(): void {
    if (this.host.passwords.isSet) {
      this.#enter('password');
      return;
    }
    this.#terminal.print(
      'This console has no password yet. Set one with "password"; until then only a few commands work: see "help".',
    );
    this.#enter('ready');
  }

  #enter(state: State): void {
    this.#state = state;
    this.#line = emptyLine;
    this.#show();
  }

  #show(): void {
    if (this.#state === 'password') this.#terminal.show(passwordPrompt, emptyLine);
    else if (this.#state === 'secret') this.#terminal.show(this.#secret?.prompt ?? '', emptyLine);
    else if (this.#state === 'ready') this.#terminal.show(prompt, this.settings.echo ? this.#line : emptyLine);
  }

  #keyOfSecret(key: Key): void {
    if (key.type === 'interrupt' || key.type === 'endOfInput') {
      this.#terminal.leave();
      if (this.#state === 'password') this.#state = 'asleep';
      else this.#answerSecret(undefined);
    } else if (key.type === 'enter') {
      const text = this.#line.text;
      this.#line = emptyLine;
      this.#terminal.leave();
      if (this.#state === 'password') void this.#tryPassword(text);
      else this.#answerSecret(text);
    } else this.#line = edit(this.#line, key);
  }

  #answerSecret(text: string | undefined): void {
    const { resolve } = this.#secret ?? {};
    this.#secret = undefined;
    this.#line = emptyLine;
    // The command that asked goes on; it comes back to `ready` when it is through.
    this.#state = 'busy';
    resolve?.(text);
  }

  async #tryPassword(text: string): Promise<void> {
    this.#state = 'busy';
    let right = false;
    try {
      right = await this.host.passwords.check(text);
    } catch (error) {
      this.host.log.error('console', 'A password could not be checked', { reason: String(error) });
    }
    if (!right) this.#refuse();
    else if (this.#is('busy')) this.#welcome();
    this.#drain();
  }

  /** After an `await` the state may be another; the compiler does not know. */
  #is(state: State): boolean {
    return this.#state === state;
  }

  #welcome(): void {
    this.#failures = 0;
    this.#loggedIn = true;
    this.host.log.info('console', 'Logged in on the console');
    this.#enter('ready');
  }

  /** Also when the line was lost meanwhile: pulling the plug must not save a guesser the wait. */
  #refuse(): void {
    if (this.#is('closed')) return;
    this.#state = 'busy';
    this.#failures += 1;
    const waitMs = waitAfterFailuresMs(this.#failures);
    this.host.log.warn('console', 'A wrong password was given on the console', { failures: this.#failures });
    this.#terminal.print(`Wrong password. Try again in ${waitMs / 1000} s.`);
    this.#penalty = this.host.clock.setTimer(waitMs, () => {
      // What was typed meanwhile does not count: it would be a queue of guesses.
      this.#backlog = [];
      this.#penalty = undefined;
      this.#enter('password');
    });
  }

  #keyOfCommand(key: Key): void {
    switch (key.type) {
      case 'enter':
        this.#run();
        return;
      case 'tab':
        this.#complete();
        return;
      case 'up':
      case 'down':
        this.#change(lineOf(this.#history.walk(key.type, this.#line.text) ?? this.#line.text));
        return;
      case 'interrupt':
        this.#terminal.leave();
        this.#enter('ready');
        return;
      case 'endOfInput':
        if (this.#line.text === '') this.end();
        else this.#change(edit(this.#line, { type: 'delete' }));
        return;
      case 'clearScreen':
        this.#terminal.clear();
        return;
      default:
        this.#change(edit(this.#line, key));
    }
  }

  #change(line: Line): void {
    if (line === this.#line) {
      this.#terminal.bell();
      return;
    }
    this.#line = line;
    this.#show();
  }

  #complete(): void {
    const { text, cursor } = this.#line;
    const typed = text.slice(0, cursor);
    const found = complete(this.commands, typed, this.host);
    const [first = ''] = found;
    const word = typed.slice(typed.lastIndexOf(' ') + 1);
    const common = found.reduce((shared, each) => sharedStart(shared, each), first);
    const addition = common.slice(word.length) + (found.length === 1 ? ' ' : '');
    if (found.length === 0) this.#terminal.bell();
    else if (addition === '') this.#terminal.print(found.join('  '));
    else this.#change({ text: typed + addition + text.slice(cursor), cursor: cursor + addition.length });
  }

  #run(): void {
    const { text } = this.#line;
    this.#history.add(text);
    this.#line = emptyLine;
    this.#terminal.leave();
    if (!this.#loggedIn && this.host.passwords.isSet) {
      // Somebody set the password elsewhere while this unclaimed session was open.
      this.end();
      return;
    }
    const question = text.trimEnd();
    if (question.endsWith('?') && question !== '?') {
      const next = nextWords(this.commands, question.slice(0, -1), this.host);
      this.#terminal.print(next.length === 0 ? 'Nothing may come here.' : next.join('  '));
      this.#enter('ready');
      return;
    }
    const found = find(this.commands, text, this.host);
    if (found.type === 'command') void this.#execute(found.command, found.given);
    else {
      if (found.type === 'problem') this.#terminal.print(this.#explain(found.text, text));
      this.#enter('ready');
    }
  }

  /** A command that exists, but not before the log-in, is told so. */
  #explain(problem: string, text: string): string {
    if (this.#loggedIn || find(this.#all, text, this.host).type !== 'command') return problem;
    return 'This command works only after a console password has been set. Set one with "password".';
  }

  async #execute(command: Command, given: Arguments): Promise<void> {
    this.#state = 'busy';
    try {
      await command.run(this, given);
    } catch (error) {
      this.host.log.error('console', 'A console command failed', { command: command.syntax.join(' '), reason: String(error) });
      this.print('The command failed; the log says why.');
    }
    if (this.#state === 'busy') this.#enter('ready');
    // The command may have set another time-out.
    this.#restartIdle();
    this.#drain();
  }

  #restartIdle(): void {
    this.#idle?.cancel();
    const { idleTimeoutMs } = this.settings;
    if (this.#state === 'asleep' || this.#state === 'closed' || idleTimeoutMs === 0) return;
    this.#idle = this.host.clock.setTimer(idleTimeoutMs, () => this.end());
  }
}

function freshSettings(): SessionSettings {
  return { echo: true, idleTimeoutMs: defaultIdleTimeoutMs, testOpen: false, testFeedback: true };
}

function sharedStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return a.slice(0, length);
}
