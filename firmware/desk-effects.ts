// What the desk's state machine asks for, handed to whom it concerns: the log, the settings, the recorder, the sound, the server, the calls.

import type { CallLog } from './calls/call-log.ts';
import type { CallQualities } from './calls/call-qualities.ts';
import type { DeskEffect } from './calls/desk-messages.ts';
import type { Recorder } from './calls/recorder.ts';
import type { SoundFollower } from './calls/sound-follower.ts';
import type { Switchboard } from './calls/switchboard.ts';
import type { KeyBeep } from './key-beep.ts';
import type { Lines } from './lines/lines.ts';
import type { SettingEffect } from './save-setting.ts';

export interface DeskEffectRoutes {
  readonly callLog: Pick<CallLog, 'add'>;
  readonly qualities: Pick<CallQualities, 'lastOf'>;
  readonly save: (effect: SettingEffect) => void;
  readonly recorder: Pick<Recorder, 'carryOut'>;
  readonly sound: Pick<SoundFollower, 'announce'>;
  readonly keyBeep: Pick<KeyBeep, 'alert'>;
  readonly lines: Pick<Lines, 'setFeature'>;
  readonly switchboard: Pick<Switchboard, 'carryOut'>;
}

export function routeDeskEffect(effect: DeskEffect, routes: DeskEffectRoutes): void {
  switch (effect.type) {
    case 'logCall':
      routes.callLog.add({ ...effect, ...routes.qualities.lastOf(effect.of) });
      break;
    case 'saveVolume':
    case 'saveDoNotDisturb':
    case 'saveForwarding':
    case 'saveHideNumber':
    case 'saveRing':
      routes.save(effect);
      break;
    case 'startRecording':
    case 'stopRecording':
    case 'startSoundTest':
    case 'stopSoundTest':
    case 'startPlaying':
    case 'stopPlaying':
      routes.recorder.carryOut(effect);
      break;
    case 'announce':
      routes.sound.announce(effect.tone);
      break;
    case 'alert':
      routes.keyBeep.alert();
      break;
    case 'tellServer':
      routes.lines.setFeature(effect.feature);
      break;
    default:
      routes.switchboard.carryOut(effect);
  }
}
