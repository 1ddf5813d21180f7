// What an account lends to its calls.

import type { Target } from '../../transport/transport.ts';
import type { RequestSender } from '../request/request-sender.ts';
import type { UserAgentCore } from '../user-agent-core.ts';
import type { AccountSettings } from '../user-agent-events.ts';

export interface CallContext {
  readonly core: UserAgentCore;
  readonly sender: RequestSender;
  readonly settings: () => AccountSettings;
  /** Value of Contact for requests and responses that go to the target. */
  readonly contact: (target: Target) => string;
  /** Whether the target is the account's proxy. */
  readonly isProxy: (target: Target) => boolean;
}
