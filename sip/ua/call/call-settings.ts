// What an account's settings say about its calls. All of it may be absent.

import type { InfoForm } from './dtmf-info.ts';
import type { IdentitySource } from './remote-identity.ts';

export interface IdentitySettings {
  /** Where the name and number of the other side are looked for, best first; asserted, remote party, From when absent. */
  readonly order?: readonly IdentitySource[];
  /** All calls go out without our name and number (RFC 3323); a call may say otherwise. */
  readonly anonymous?: boolean;
  /** The header field that tells our own proxy who we are, beside From: PPI, PAI or RPID. */
  readonly tells?: 'none' | 'preferred' | 'asserted' | 'remoteParty';
  /** Remote-Party-ID tells it as well. */
  readonly tellsRemoteParty?: boolean;
  /** Calls without our name and number have them in From all the same, where Remote-Party-ID asks the proxy to take them out. */
  readonly hiddenByProxy?: boolean;
}

export interface SessionTimerSettings {
  /** Session-Expires of ours (RFC 4028 §4). */
  readonly intervalS: number;
  /** Min-SE: shorter intervals are refused. */
  readonly minimumS: number;
  /** Who refreshes when it is ours to say. */
  readonly refresher: 'local' | 'remote';
}

export interface RedirectionSettings {
  /** How many addresses are tried after the dialled one; 0: the caller is told and calls again. */
  readonly maximum: number;
}

export interface CallSettings {
  readonly identity?: IdentitySettings;
  /** Provisional responses that are acknowledged (RFC 3262): not understood, used where the other side asks, or asked for. */
  readonly reliability?: 'off' | 'supported' | 'required';
  /** Absent: no timer of ours; who asks for one gets it. */
  readonly sessionTimer?: SessionTimerSettings;
  /** Up to five when absent. */
  readonly redirection?: RedirectionSettings;
  /** How long a call of ours may ring (Expires of the INVITE, RFC 3261 §13.2.1). */
  readonly inviteExpiresS?: number;
  /** How long a re-INVITE of ours may wait for its answer; as long as the other side likes when absent. */
  readonly reinviteExpiresS?: number;
  /** Hold also says c=0.0.0.0 (RFC 2543), which very old phones want. */
  readonly holdsWithZeroAddress?: boolean;
  /** Keys that go by INFO; with their duration when absent. */
  readonly digitsByInfo?: InfoForm;
  /** What the address of a number that is called says of it (RFC 3261 §19.1.1); nothing when absent. */
  readonly userParameter?: 'phone' | 'ip';
  /** A 180 without a description after early sound brings back our own ring back tone; it stays away when absent (RFC 3960 §3.2). */
  readonly endsEarlySound?: boolean;
  /** Calls of an account that registers are made, and taken, only while it is registered. Emergency calls go out always. */
  readonly onlyRegistered?: { readonly makes: boolean; readonly takes: boolean };
  /** BYE and its answer tell how many packets went and came. */
  readonly tellsStatistics?: boolean;
}
