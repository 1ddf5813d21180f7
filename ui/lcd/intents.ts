// What a key, a row or a touch on the screen brings about, as data: a command to the phone or a step of this surface.

import type { StoredValue } from '#config/schema';
import type { ContactDraft, SpeedDial } from '../directory-snapshot.ts';
import type { EditorInput } from '../entry/editor.ts';
import type { KeyAssignment } from '../function-keys-snapshot.ts';
import type { Forwarding, ForwardingKind, LineIndex } from '../phone.ts';
import type { Page } from './navigation.ts';
import type { ThemeName } from './themes/palette.ts';

/** Commands to the phone. */
export type PhoneIntent =
  | {
      readonly do: 'answer' | 'reject' | 'end' | 'hold' | 'resume' | 'focusCall' | 'transferTo' | 'togglePartyMute';
      readonly call: string;
    }
  | {
      readonly do:
        | 'silence'
        | 'swap'
        | 'redial'
        | 'dialNumber'
        | 'deleteDigit'
        | 'makePlus'
        | 'deleteAllDigits'
        | 'cancelDialing'
        | 'transfer'
        | 'cancelTransfer'
        | 'conference'
        | 'cancelInvitation'
        | 'toggleRecording'
        | 'testSound'
        | 'splitConference'
        | 'leaveConference';
    }
  | { readonly do: 'blindTransfer'; readonly number: string }
  | { readonly do: 'openLine'; readonly line: LineIndex | undefined }
  | { readonly do: 'pressLine'; readonly line: LineIndex }
  | { readonly do: 'dial'; readonly number: string; readonly line: LineIndex | undefined }
  | {
      readonly do:
        | 'toggleDoNotDisturb'
        | 'toggleHideNumber'
        | 'acceptPage'
        | 'stopPage'
        | 'restart'
        | 'lock'
        | 'clearCallLog'
        | 'volumeUp'
        | 'volumeDown';
    }
  /** Asks for the PIN where voice mail wants one and none is given. */
  | { readonly do: 'callVoiceMail'; readonly pin?: string }
  | { readonly do: 'divert'; readonly number: string; readonly call: string }
  | { readonly do: 'setForwarding'; readonly kind: ForwardingKind; readonly forwarding: Forwarding }
  | { readonly do: 'tryRing'; readonly ring: string }
  | { readonly do: 'chooseRing'; readonly line: LineIndex; readonly ring: string }
  | { readonly do: 'pressFunctionKey'; readonly key: number }
  | { readonly do: 'turnFunctionKeys'; readonly step: 1 | -1 }
  | { readonly do: 'assignFunctionKey'; readonly key: number; readonly assignment: KeyAssignment }
  | { readonly do: 'deleteEntries'; readonly entries: readonly number[] }
  | { readonly do: 'unlock'; readonly pin: string }
  | { readonly do: 'dismissNotice'; readonly notice: string }
  | { readonly do: 'saveContact'; readonly contact: number | undefined; readonly draft: ContactDraft }
  | { readonly do: 'deleteContact'; readonly contact: number }
  | { readonly do: 'playRecording' | 'deleteRecording'; readonly recording: string }
  | { readonly do: 'stopPlaying' }
  | { readonly do: 'setSpeedDial'; readonly dial: SpeedDial }
  | { readonly do: 'blockNumber'; readonly number: string; readonly name: string }
  | { readonly do: 'unblockNumber'; readonly blocked: number };

/** Steps of this surface. */
export type SurfaceIntent =
  | { readonly do: 'open'; readonly page: Page }
  | { readonly do: 'openMissed' | 'openCallLog' | 'openReceived' | 'openDialed' }
  | { readonly do: 'openDirectory' }
  /** What is typed into the field on top. */
  | { readonly do: 'enter'; readonly input: EditorInput }
  /** The page on top cannot be left like this: it says what is wrong. */
  | { readonly do: 'refuse' }
  /** The form of a contact that begins with this. */
  | { readonly do: 'newContact'; readonly fields: Partial<ContactDraft> }
  /** Takes over what was written or chosen for the contact's form below, and goes to its next row. */
  | { readonly do: 'fillContact'; readonly fields: Partial<ContactDraft> }
  /** Looks for this in the list below. */
  | { readonly do: 'fillSearch'; readonly text: string }
  /** What was being dialled becomes a contact; a key that was held for nothing is given something. */
  | { readonly do: 'saveNumber'; readonly number: string; readonly name: string }
  | { readonly do: 'assignSpeedDial'; readonly key: number }
  | { readonly do: 'match'; readonly index: number | undefined }
  | { readonly do: 'replace'; readonly page: Page }
  | { readonly do: 'back' | 'home' | 'more' }
  | { readonly do: 'focus'; readonly index: number }
  | { readonly do: 'setTheme'; readonly theme: ThemeName }
  /** A parameter. `close`: the page on top is left when the value was taken; it says so when it was not. */
  | { readonly do: 'saveSetting'; readonly path: string; readonly value: StoredValue; readonly close?: true }
  | { readonly do: 'restoreDefaults' | 'factoryReset' | 'cancelJob' | 'updateNow' }
  | { readonly do: 'probe'; readonly probe: 'ping' | 'traceroute'; readonly host: string }
  /** A row that was touched: it has the focus from now on, and is done. */
  | { readonly do: 'choose'; readonly index: number; readonly intent: Intent }
  | { readonly do: 'giveAdminPassword'; readonly password: string }
  /** The password that was given has been looked at. */
  | { readonly do: 'judgeAdmin'; readonly right: boolean };

export type Intent = PhoneIntent | SurfaceIntent;

/** A soft key; `action` is the word of the semantic tree, `tone` colours what starts and ends calls. */
export interface SoftKey {
  readonly label: string;
  /** Words for less room, the longest first. */
  readonly shorter?: readonly string[];
  readonly action: string;
  readonly intent: Intent;
  readonly tone?: 'calm' | 'error';
}
