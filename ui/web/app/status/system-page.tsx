// What the phone is, where it is in the network, how it is, and how its lines stand.

import type { JSX } from 'preact';
import type { AccessControlStatus, DeviceStatus, NetworkInterfaceStatus } from '../../../administration/device-status.ts';
import type { PhoneSnapshot } from '../../../phone.ts';
import { useAsked } from '../asked.ts';
import { registrationOf } from '../home-page.tsx';
import { longDuration, moment } from '../moments.ts';
import type { PageProps } from '../pages.ts';
import { bytes, Facts, Section, Waiting } from '../parts.tsx';
import { t, words } from '../text/words.ts';

const everyMs = 5000;

type FactList = readonly (readonly [string, string])[];

function interfaceFacts(port: NetworkInterfaceStatus): FactList {
  const speed =
    port.speedMbps == null ? t('unknown') : `${port.speedMbps} Mbit/s${port.duplex == null ? '' : `, ${port.duplex} duplex`}`;
  return [
    [t('Link'), port.up ? `${t('up')}, ${speed}` : t('down')],
    ['MAC address', port.macAddress],
    [t('Addresses'), port.addresses.map(({ address, prefixLength }) => `${address}/${prefixLength}`).join(', ') || t('none')],
    ...(port.mtu == null ? [] : ([['MTU', String(port.mtu)]] as const)),
    ...(port.receivedBytes == null ? [] : ([[t('Received'), bytes(port.receivedBytes)]] as const)),
    ...(port.sentBytes == null ? [] : ([[t('Sent'), bytes(port.sentBytes)]] as const)),
    ...(port.errors == null ? [] : ([[t('Errors'), String(port.errors)]] as const)),
  ];
}

function headsetName({ name, firmware }: NonNullable<DeviceStatus['headset']>): string {
  return firmware === '' ? name : `${name}, ${firmware}`;
}

const accessWords = words({
  off: 'Off',
  noCertificate: 'No certificate',
  notCarriedOut: 'Not carried out by this version',
} satisfies Record<AccessControlStatus['state'], string>);

function networkFacts({ network }: DeviceStatus): FactList {
  const { accessControl, portModes } = network;
  const method = accessControl.state === 'off' ? '' : `${accessControl.method.replace('_', '-')}, `;
  return [
    [t('IP type'), network.ipType],
    [t('Interface'), network.interface || t('unknown')],
    ['VLAN', network.vlan == null ? t('none') : String(network.vlan)],
    [t('Host name'), network.hostName || t('none')],
    [t('Domain name'), network.domainName || t('none')],
    [t('Gateways'), network.gateways.join(', ') || t('none')],
    [t('Name servers'), network.nameServers.join(', ') || t('none')],
    ['LAN', portModes.lan],
    ['PC', portModes.pc],
    ['802.1X', `${method}${t(accessWords[accessControl.state])}`],
  ];
}

function voiceFacts({
  handset,
  audio,
  doNotDisturb,
  forwarding,
}: Pick<PhoneSnapshot, 'handset' | 'audio' | 'doNotDisturb' | 'forwarding'>): FactList {
  const forwarded = Object.values(forwarding).filter(({ on }) => on);
  return [
    [t('Handset'), handset === 'onHook' ? t('On hook') : t('Off hook')],
    [t('Sound goes to'), audio.muted ? `${audio.path}, ${t('Muted')}` : audio.path],
    [t('Do not disturb'), doNotDisturb ? 'on' : 'off'],
    [t('Call Forward'), forwarded.map(({ number }) => number).join(', ') || t('Off')],
  ];
}

function releaseFacts(device: DeviceStatus): FactList {
  const { memory, disk } = device;
  return [
    [t('Model'), device.model],
    [t('Version'), device.version],
    [t('Node'), device.nodeVersion],
    ['Linux', `${device.kernel.replace(/^Linux /, '')}, ${device.architecture}`],
    ['OpenSSL', device.cryptography.replace(/^OpenSSL /, '')],
    ...(device.headset == null ? [] : ([[t('USB headset'), headsetName(device.headset)]] as const)),
    [t('Running for'), longDuration(device.upMs)],
    [t('Time'), moment(device.wall.ms, device.wall.trusted)],
    [t('Load'), device.loadAverage.toFixed(2)],
    [t('Memory'), `${bytes(memory.ownBytes)} of its own, ${bytes(memory.freeBytes)} free of ${bytes(memory.totalBytes)}`],
    ...(disk == null ? [] : ([[t('Storage'), `${bytes(disk.freeBytes)} free of ${bytes(disk.totalBytes)}`]] as const)),
  ];
}

export function SystemPage({ live }: PageProps): JSX.Element {
  const asked = useAsked<DeviceStatus>('/api/status', everyMs);
  const device = asked.value;
  const { phone } = live;
  const lines = (phone?.lines ?? []).filter(({ registration }) => registration.state !== 'off');
  return (
    <>
      <h1>{t('System')}</h1>
      <Waiting asked={asked} />
      {device !== undefined && (
        <>
          <Section id="release" title={t('Release')}>
            <Facts facts={releaseFacts(device)} />
          </Section>
          <Section id="network" title={t('Network')}>
            <Facts facts={networkFacts(device)} />
          </Section>
          {device.network.interfaces.map((port) => (
            <Section key={port.name} id={`port-${port.name}`} title={t('Port {name}', { name: port.name })}>
              <Facts facts={interfaceFacts(port)} />
            </Section>
          ))}
        </>
      )}
      {phone !== undefined && (
        <Section id="voice" title={t('Voice')}>
          <Facts
            facts={[
              ...lines.map(
                (line) =>
                  [t('Line {1}, {2}', { 1: line.index + 1, 2: line.number || line.label }), registrationOf(line).word] as const,
              ),
              ...voiceFacts(phone),
            ]}
          />
        </Section>
      )}
    </>
  );
}
