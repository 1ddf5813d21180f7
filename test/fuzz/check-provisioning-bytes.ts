// What must hold of every reader of provisioning, whatever the bytes: no throw past its boundary but the one it declares, bounded answers.

import assert from 'node:assert/strict';
import { certificateService, sipServers, textOption, vendorOptions, voiceVlan } from '#firmware/provisioning/dhcp-options';
import { FetchError } from '#firmware/provisioning/fetch/fetched';
import { FtpReplyReader, portOfExtendedPassive, portOfPassive } from '#firmware/provisioning/fetch/ftp-reply';
import { parseTftpPacket } from '#firmware/provisioning/fetch/tftp-packet';
import { TftpTransfer } from '#firmware/provisioning/fetch/tftp-transfer';
import { withNames } from '#firmware/provisioning/file-names';
import { answerToNotify, profileAddress } from '#firmware/provisioning/plug-and-play-messages';
import { provisioningPlaces } from '#firmware/provisioning/provisioning-url';
import { readLease } from '#hal/network/lease-file';

const names = { macAddress: '001122334455', model: 'm1', version: '1', address: '10.0.0.2' };

export function checkProvisioningBytes(bytes: Uint8Array): 'accepted' | 'refused' {
  checkOptions(bytes);
  checkTftp(bytes);
  checkFtp(bytes);
  const answer = answerToNotify(bytes, 'call-id');
  assert.ok((profileAddress(bytes) ?? '').length <= 4096);
  const text = Buffer.from(bytes).toString('latin1');
  withNames(text, names);
  const places = provisioningPlaces(text, names, 'firmware');
  for (const url of places?.configuration ?? []) {
    assert.ok(['http:', 'https:', 'ftp:', 'tftp:'].includes(url.protocol));
  }
  const understood = places !== undefined || parseTftpPacket(bytes) !== undefined || answer !== undefined;
  return understood || sipServers(bytes).length > 0 ? 'accepted' : 'refused';
}

function checkOptions(bytes: Uint8Array): void {
  const options = vendorOptions(bytes);
  if (options !== undefined) {
    certificateService(options);
    const vlan = voiceVlan(options);
    assert.ok(vlan === undefined || (vlan >= 1 && vlan <= 4094));
  }
  for (const server of sipServers(bytes)) assert.match(server, /^[\w.-]{1,255}$/);
  assert.match(textOption(bytes) ?? 'x', /^[\x20-\x7e]{1,1024}$/);
  for (const [number, value] of readLease(Buffer.from(bytes).toString('latin1')))
    assert.ok(number <= 254 && value.length <= 2048);
}

function checkTftp(bytes: Uint8Array): void {
  parseTftpPacket(bytes);
  const transfer = new TftpTransfer('file', 4096);
  try {
    for (let turn = 0; turn < 3; turn++) transfer.take(bytes);
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
  }
  assert.ok(transfer.bytes.length <= 4096);
}

function checkFtp(bytes: Uint8Array): void {
  const reader = new FtpReplyReader();
  try {
    for (let at = 0; at < bytes.length; at += 7) {
      for (const { code, text } of reader.take(bytes.subarray(at, at + 7))) {
        assert.ok(code >= 0 && code <= 999);
        for (const port of [portOfPassive(text), portOfExtendedPassive(text)])
          assert.ok(port === undefined || (port > 0 && port < 65_536));
      }
    }
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
  }
}
