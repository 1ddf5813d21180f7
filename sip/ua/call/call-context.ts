// What an account lends to its calls.

import type { SipRequest } from '../../message/message.ts';
import type { Target } from '../../transport/transport.ts';
import type { RequestSender } from '../request/request-sender.ts';
import type { HeaderFields } from '../request/request-sending.ts';
import type { UserAgentCore } from '../user-agent-core.ts';
import type { AccountSettings, Call, CallEvent } from '../user-agent-events.ts';

/** Who has a part in all calls of an account beside their owner: the line, when several phones share it. */
export interface CallFollower {
  /** Header fields of every INVITE and BYE of the call, and of our answers to one. */
  fieldsFor(call: Call): HeaderFields;
  /** Before its owner hears of it. */
  arrived(call: Call, invite: SipRequest): void;
  /** Before the owner; returns what that one is to hear. */
  heard(call: Call, event: CallEvent): CallEvent;
}

export interface CallContext {
  readonly core: UserAgentCore;
  readonly sender: RequestSender;
  readonly settings: () => AccountSettings;
  /** Value of Contact for requests and responses that go to the target. */
  readonly contact: (target: Target) => string;
  /** Whether the target is the account's proxy. */
  readonly isProxy: (target: Target) => boolean;
  readonly follower?: () => CallFollower | undefined;
}
