// Who learns how calls sound: the collector of reports, and the machine that packets are copied to.

import type { PacketMirror } from '#media/messages';
import type { ReportSettings } from './calls/quality-reports.ts';
import type { Parameters } from './lines/line-settings.ts';

/** Undefined: nothing is recorded, or there is nowhere to send it. */
export function recordingPlace(parameters: Parameters): PacketMirror | undefined {
  const address = parameters.get('voip/packet_recording/remote_ip');
  const isOn = parameters.get('voip/packet_recording/enabled') && address !== '0.0.0.0';
  return isOn ? { address, port: parameters.get('voip/packet_recording/remote_port') } : undefined;
}

/** Undefined: packets are copied to nobody. */
export function packetMirror(parameters: Parameters): PacketMirror | undefined {
  return parameters.get('voip/packet_recording/rtp_recording/enabled') ? recordingPlace(parameters) : undefined;
}

export function qualitySettings(parameters: Parameters): ReportSettings {
  const isOn = parameters.get('voip/rtcp_xr/vq_statistics/mode') !== 'DISABLE';
  return {
    publishes: isOn && parameters.get('voip/rtcp_xr/qoe_publish_enabled'),
    collector: parameters.get('voip/rtcp_xr/collector/address'),
    intervalMs: parameters.get('voip/rtcp_xr/interval_report/period') * 1000,
  };
}
