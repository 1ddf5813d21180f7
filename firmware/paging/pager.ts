// Listens to the paging groups and speaks to one of them, as parameters and the desk's state say.

import type { MediaCommand, MediaEvent, SessionId } from '#media/messages';
import type { Log } from '#sip/ports';
import type { PagingGroup, PagingSettings } from './paging-settings.ts';

/** Which group is heard or spoken to. */
export interface PageSound {
  readonly direction: 'incoming' | 'outgoing';
  readonly group: number;
}

export interface PagerOptions {
  readonly log: Log;
  readonly send: (command: MediaCommand) => void;
  readonly settings: () => PagingSettings;
  /** The IPv4 address of the interface that groups are joined on; undefined without a network. */
  readonly address: () => string | undefined;
  readonly portRange: () => { readonly first: number; readonly last: number };
  readonly tos: () => number;
  readonly canonicalName: string;
  readonly started: (group: PagingGroup) => void;
  readonly ended: (group: PagingGroup) => void;
}

interface Listener {
  readonly group: PagingGroup;
  readonly session: SessionId;
  speaking: boolean;
}

/** Calls count from 1. */
const firstSession: SessionId = 0x4000_0000;

export class Pager {
  readonly #options: PagerOptions;
  readonly #listeners = new Map<SessionId, Listener>();
  /** What the listeners were opened with. */
  #opened = '';
  #page: PageSound | undefined;
  #speaker: SessionId | undefined;
  #nextSession = firstSession;

  constructor(options: PagerOptions) {
    this.#options = options;
  }

  /** Reads parameters and address again; groups that stay are left alone only where nothing changed. */
  configure(): void {
    const { groups, overAfterMs, receive, levelDb } = this.#options.settings();
    const address = this.#options.address();
    const wanted = JSON.stringify([groups, overAfterMs, receive, levelDb, address]);
    if (wanted === this.#opened) return;
    this.#opened = wanted;
    this.close();
    if (address === undefined) return;
    for (const group of groups) this.#listen(group, address);
  }

  /** What is heard or spoken now. */
  follow(page: PageSound | undefined): void {
    const last = this.#page;
    if (page?.direction === last?.direction && page?.group === last?.group) return;
    this.#page = page;
    for (const { session, group } of this.#listeners.values()) {
      const heard = page?.direction === 'incoming' && page.group === group.index;
      this.#options.send({ type: 'connectSession', session, heard });
    }
    this.#stopSpeaking();
    if (page?.direction === 'outgoing') this.#speak(page.group);
  }

  /** True: the event is about paging. */
  onMediaEvent(event: MediaEvent): boolean {
    if (!('session' in event) || event.session < firstSession) return false;
    const listener = this.#listeners.get(event.session);
    if (listener !== undefined) this.#onListenerEvent(listener, event);
    return true;
  }

  close(): void {
    const listeners = [...this.#listeners.values()];
    this.#listeners.clear();
    this.#stopSpeaking();
    for (const { session, group, speaking } of listeners) {
      this.#options.send({ type: 'closeSession', session });
      if (speaking) this.#ended(group);
    }
  }

  #onListenerEvent(listener: Listener, event: MediaEvent & { readonly session: SessionId }): void {
    if (event.type === 'mediaStarted' && !listener.speaking) {
      listener.speaking = true;
      this.#options.log.info('paging', `${listener.group.name} is paged`, { from: event.from });
      this.#options.started(listener.group);
    } else if (event.type === 'mediaLost' && listener.speaking) {
      listener.speaking = false;
      this.#ended(listener.group);
    } else if (event.type === 'sessionFailed') {
      this.#listeners.delete(event.session);
      this.#options.log.warn('paging', `${listener.group.name} cannot be listened to: ${event.reason}`);
    }
  }

  #ended(group: PagingGroup): void {
    this.#options.log.info('paging', `${group.name} is not paged any more`);
    this.#options.ended(group);
  }

  #listen(group: PagingGroup, address: string): void {
    const { overAfterMs, receive, send, levelDb } = this.#options.settings();
    const session = this.#open(address, { address: group.address, port: group.port, overAfterMs });
    this.#listeners.set(session, { group, session, speaking: false });
    this.#options.send({
      type: 'configureSession',
      session,
      remote: { address: '0.0.0.0', rtpPort: 0, rtcpPort: 0 },
      direction: 'recvonly',
      send,
      receive,
      telephoneEvent: { send: undefined, receive: undefined },
    });
    this.#options.send({ type: 'setVoice', session, muted: false, levelDb });
  }

  #speak(index: number): void {
    const { groups, send } = this.#options.settings();
    const group = groups.find((each) => each.index === index);
    const address = this.#options.address();
    if (group === undefined || address === undefined) return;
    const session = this.#open(address);
    this.#speaker = session;
    this.#options.send({
      type: 'configureSession',
      session,
      remote: { address: group.address, rtpPort: group.port, rtcpPort: group.port + 1 },
      direction: 'sendonly',
      send,
      receive: [send],
      telephoneEvent: { send: undefined, receive: undefined },
    });
    this.#options.send({ type: 'connectSession', session, heard: true });
  }

  #stopSpeaking(): void {
    if (this.#speaker !== undefined) this.#options.send({ type: 'closeSession', session: this.#speaker });
    this.#speaker = undefined;
  }

  #open(address: string, group?: { readonly address: string; readonly port: number; readonly overAfterMs: number }): SessionId {
    const { send, portRange, tos, canonicalName } = this.#options;
    const session = this.#nextSession++;
    const place = { address, portRange: portRange(), tos: tos(), canonicalName };
    send({ type: 'openSession', session, ...place, ...(group === undefined ? {} : { group }) });
    return session;
  }
}
