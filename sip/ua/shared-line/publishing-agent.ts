// The state agent of RFC 7463 §5.3, reached by PUBLISH: one publication of all our dialogs, there while there are any.

import type { DialogInfo } from '../../event-package/dialog-info.ts';
import { dialogInfoType } from '../../event-package/dialog-info.ts';
import { writeDialogInfo } from '../../event-package/write-dialog-info.ts';
import type { PublicationHandle, PublicationRequest } from '../publication/publication.ts';
import type { PublicationEvent } from '../publication/publication-machine.ts';
import type { CallEnd } from '../user-agent-events.ts';
import type { StateAgent } from './dialog-line.ts';
import { endOfSeizure, taken } from './seizure-end.ts';

export interface PublishingAgentOptions {
  readonly publish: (request: PublicationRequest, listener: (event: PublicationEvent) => void) => PublicationHandle;
  readonly event: string;
  readonly expiresS: number;
}

export class PublishingAgent implements StateAgent {
  readonly #options: PublishingAgentOptions;
  #publication: PublicationHandle | undefined;
  /** Who waits for the server's word on what was told last. */
  #waiting: ((refusal: CallEnd | undefined) => void)[] = [];
  #version = 0;

  constructor(options: PublishingAgentOptions) {
    this.#options = options;
  }

  tell(document: Omit<DialogInfo, 'version'>, answered: (refusal: CallEnd | undefined) => void): void {
    if (document.dialogs.length === 0) {
      this.close();
      answered(undefined);
      return;
    }
    this.#waiting.push(answered);
    const body = writeDialogInfo({ ...document, version: this.#version++ });
    if (this.#publication === undefined) this.#publish(body);
    else this.#publication.update(body);
  }

  close(): void {
    this.#publication?.close();
    this.#publication = undefined;
    this.#answer(taken);
  }

  #publish(body: Uint8Array): void {
    const { publish, event, expiresS } = this.#options;
    const publication = publish({ event, contentType: dialogInfoType, body, expiresS }, (heard) => {
      if (this.#publication !== publication) return;
      if (heard.type === 'published') this.#answer(undefined);
      // With 400 an agent refuses a number that is in use.
      else this.#answer(heard.status === 400 ? taken : endOfSeizure(heard.status));
    });
    this.#publication = publication;
  }

  #answer(refusal: CallEnd | undefined): void {
    for (const answered of this.#waiting.splice(0)) answered(refusal);
  }
}
