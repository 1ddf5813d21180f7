// The dialog of a call from its first provisional response to the answer of its BYE (RFC 3261 §12): sequence numbers both ways, the remote
// target, and requests within it. What the requests mean is its user's: the call while it is early, the session once it stands.

import { confirmed, type Dialog, withRemoteSequence, withRemoteTarget, withResponse } from '../../dialog/dialog.ts';
import { requestWithin } from '../../dialog/dialog-request.ts';
import { newTag } from '../../dialog/identifiers.ts';
import type { Headers } from '../../message/headers.ts';
import { makeResponse } from '../../message/make-response.ts';
import type { SipRequest, SipResponse } from '../../message/message.ts';
import type { NameAddr } from '../../message/name-addr.ts';
import type { ServerTransaction } from '../../transaction/transaction-events.ts';
import type { DialogUser } from '../request/dialog-users.ts';
import { describeResponse } from '../request/headers-of-ours.ts';
import type { Refusal } from '../request/request-checks.ts';
import type { HeaderFields, PendingRequest, RequestEvent } from '../request/request-sending.ts';
import type { Call, CallEvent } from '../user-agent-events.ts';
import type { CallContext } from './call-context.ts';
import type { CallDialog, DialogRequestParts } from './call-dialog.ts';
import { ConnectedIdentity } from './connected-identity.ts';
import { focusOf } from './focus.ts';
import { PeerMethods } from './peer-methods.ts';

/** Who makes sense of what comes within the dialog. */
export interface InviteUsage {
  /** In its turn, and of no method that another usage answers. */
  requestReceived(transaction: ServerTransaction): void;
  ackReceived(request: SipRequest): void;
  acceptanceRepeated(response: SipResponse): void;
  abandon(): void;
}

export interface InviteDialogOptions {
  readonly call: Call;
  readonly context: CallContext;
  readonly dialog: Dialog;
  readonly usage: InviteUsage;
  /** Value of Contact, as of now. */
  readonly contact: () => string;
  readonly report: (event: CallEvent) => void;
}

/** Methods whose Contact moves the target, or makes a dialog usage that has one (RFC 3261 §12.2, RFC 3311 §5.1, RFC 6665 §4.4.1). */
const withContact: ReadonlySet<string> = new Set(['INVITE', 'UPDATE', 'REFER', 'SUBSCRIBE', 'NOTIFY']);

/** By which a follower's fields are told: the call begins, changes, ends. */
const followed: ReadonlySet<string> = new Set(['INVITE', 'BYE']);

export class InviteDialog implements CallDialog, DialogUser {
  readonly #options: InviteDialogOptions;
  readonly #whenOver: (() => void)[] = [];
  readonly #peer: PeerMethods = new PeerMethods();
  readonly #identity: ConnectedIdentity;
  #dialog: Dialog;
  #usage: InviteUsage;
  #isOver = false;
  #isForgotten = false;
  /** Usages beside the call. */
  #keepers = 0;
  #farewell: HeaderFields = [];
  #focus: string | undefined;

  constructor(options: InviteDialogOptions) {
    this.#options = options;
    this.#dialog = options.dialog;
    this.#identity = new ConnectedIdentity(options.call.remote);
    this.#usage = options.usage;
  }

  get call(): Call {
    return this.#options.call;
  }

  get accountId(): string {
    return this.#options.context.settings().id;
  }

  get context(): CallContext {
    return this.#options.context;
  }

  get callDialog(): CallDialog {
    return this;
  }

  get dialog(): Dialog {
    return this.#dialog;
  }

  get state(): 'early' | 'confirmed' | 'terminated' {
    return this.#isOver ? 'terminated' : this.#dialog.state;
  }

  get contact(): string {
    return this.#options.contact();
  }

  /** Once: from here on its requests are ours. */
  open(): void {
    this.context.core.dialogs.add(this.#dialog, this);
  }

  /** The session stands, and takes over. */
  confirm(usage: InviteUsage): void {
    this.#dialog = confirmed(this.#dialog);
    this.#usage = usage;
  }

  /** The call is over; what still crosses is met until `forget`. */
  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    for (const over of this.#whenOver.splice(0)) over();
  }

  forget(): void {
    this.close();
    this.#isForgotten = true;
    this.#removeUnlessKept();
  }

  keep(): () => void {
    this.#keepers++;
    let keeps = true;
    return () => {
      if (keeps) this.#keepers--;
      keeps = false;
      this.#removeUnlessKept();
    };
  }

  end(headers: HeaderFields): void {
    this.#farewell = headers;
    this.call.end();
  }

  whenOver(over: () => void): void {
    if (this.#isOver) over();
    else this.#whenOver.push(over);
  }

  report(event: CallEvent): void {
    if (!this.#isOver) this.#options.report(event);
  }

  /** A further response to the INVITE that made the dialog. */
  responded(response: SipResponse): void {
    this.#dialog = withResponse(this.#dialog, response);
    this.#peer.learn(response.headers);
  }

  refreshTarget(headers: Headers): void {
    this.#dialog = withRemoteTarget(this.#dialog, headers);
    this.#peer.learn(headers);
  }

  /** Of whom the call was made with, or is with now: what it understands (Allow), and whether it is a conference. */
  learnPeer(headers: Headers): void {
    this.#peer.learn(headers);
    this.#focus = focusOf(headers).focus;
  }

  peerAllows(method: string): boolean {
    return this.#peer.allows(method);
  }

  /** From here on its requests say that this is who we are (RFC 4916 §4.4). */
  introduce(us: Pick<NameAddr, 'displayName' | 'uri'>): void {
    this.#dialog = { ...this.#dialog, local: { ...this.#dialog.local, ...us } };
  }

  /** It said that it does, and did not. */
  peerRefuses(method: string): void {
    this.#peer.refuses(method);
  }

  /** An INVITE or UPDATE of the other side that is being accepted: its Contact, and who is there now (RFC 4916). */
  refreshedBy(transaction: ServerTransaction): void {
    const { headers } = transaction.request;
    this.refreshTarget(headers);
    this.#followFocus(headers);
    // Who may say that somebody else is there now is our proxy alone.
    if (!this.context.isProxy(transaction.source)) return;
    const change = this.#identity.take(headers, this.context.settings().identity?.order);
    this.#dialog = { ...this.#dialog, remote: headers.from };
    if (change !== undefined) this.report({ type: 'identityChanged', remote: change.address, identity: change.identity });
  }

  /** A call of two may become one of a conference (RFC 4579 §4.2). */
  #followFocus(headers: Headers): void {
    const { focus } = focusOf(headers);
    if (focus === this.#focus || !headers.has('Contact')) return;
    this.#focus = focus;
    this.report({ type: 'focusChanged', ...(focus === undefined ? {} : { focus }) });
  }

  send(parts: DialogRequestParts, listener: (event: RequestEvent) => void): PendingRequest {
    const { dialog, request, nextHop } = requestWithin(this.#dialog, parts.method);
    this.#dialog = dialog;
    if (withContact.has(parts.method)) request.headers.set('Contact', this.contact);
    if (followed.has(parts.method)) this.#appendFollower(request.headers);
    for (const [name, value] of parts.headers ?? []) request.headers.append(name, value);
    if (parts.method === 'BYE') for (const [name, value] of this.#farewell) request.headers.append(name, value);
    if (parts.contentType !== undefined) request.headers.set('Content-Type', parts.contentType);
    const whole = parts.body === undefined ? request : { ...request, body: parts.body };
    return this.context.sender.send(whole, { nextHop }, listener, () => this.#nextSequence());
  }

  takesInOrder(transaction: ServerTransaction): boolean {
    const { dialog, inOrder } = withRemoteSequence(this.#dialog, transaction.request);
    this.#dialog = dialog;
    if (!inOrder) this.answer(transaction, 500);
    return inOrder;
  }

  answer(transaction: ServerTransaction, status: number, change?: (response: SipResponse) => void): void {
    const response = this.response(transaction, status);
    change?.(response);
    transaction.respond(response);
  }

  refuse(transaction: ServerTransaction, refusal: Refusal): void {
    this.answer(transaction, refusal.status, (response) => {
      for (const [name, value] of refusal.headers ?? []) response.headers.set(name, value);
    });
  }

  response(transaction: ServerTransaction, status: number): SipResponse {
    const { random, capabilities } = this.context.core;
    const response = makeResponse(transaction.request, status, undefined, newTag(random));
    describeResponse(response, capabilities, transaction.request.method);
    if (followed.has(transaction.request.method) && status < 300) this.#appendFollower(response.headers);
    return response;
  }

  requestReceived(transaction: ServerTransaction): void {
    if (this.takesInOrder(transaction)) this.#usage.requestReceived(transaction);
  }

  ackReceived(request: SipRequest): void {
    this.#usage.ackReceived(request);
  }

  acceptanceRepeated(response: SipResponse): void {
    this.#usage.acceptanceRepeated(response);
  }

  abandon(): void {
    this.#usage.abandon();
  }

  #appendFollower(headers: Headers): void {
    for (const [name, value] of this.context.follower?.()?.fieldsFor(this.call) ?? []) headers.append(name, value);
  }

  #removeUnlessKept(): void {
    if (this.#isForgotten && this.#keepers === 0) this.context.core.dialogs.remove(this.#dialog, this);
  }

  #nextSequence(): number {
    this.#dialog = { ...this.#dialog, localSequence: this.#dialog.localSequence + 1 };
    return this.#dialog.localSequence;
  }
}
