// The administrator's boundary, put together from the phone's parts.

import { join, resolve } from 'node:path';
import type { Administration } from '#ui/administration';
import type { Clock } from '#ui/ports';
import { ExpiryWatch } from '../certificates/expiry-watch.ts';
import { WaitingKeys } from '../certificates/waiting-keys.ts';
import type { Machine } from '../machine.ts';
import { provisioningSettings } from '../provisioning/provisioning-settings.ts';
import type { Surfaces } from '../surfaces.ts';
import type { Log } from '../system/log.ts';
import { networkFacts } from '../system/machine-facts.ts';
import { productName } from '../system/product.ts';
import { SystemRandom } from '../system/system-random.ts';
import type { Telephony } from '../telephony.ts';
import { PhoneBackup } from './backup.ts';
import { PhoneCertificates } from './certificates.ts';
import { ClaimCode } from './claim-code.ts';
import { RemoteControl } from './device-control.ts';
import { deviceStatus } from './device-status.ts';
import { PhoneDiagnostics } from './diagnostics.ts';
import { PhoneHotDesk } from './hot-desk.ts';
import { LogBook } from './log-book.ts';
import { PacketCapture } from './packet-capture.ts';
import { PhoneParameters } from './parameters.ts';
import { BroughtPictures } from './screen-pictures.ts';
import { PhoneTokens, type StoredToken } from './tokens.ts';
import { PhoneUsers } from './users.ts';

export interface AdministrationOptions {
  readonly machine: Machine;
  readonly telephony: Telephony;
  readonly surfaces: Pick<Surfaces, 'lcd' | 'take' | 'faces'>;
  readonly log: Log;
  readonly clock: Clock;
  /** PEM of the certificate that the phone made itself. */
  readonly deviceCertificate: () => string;
}

export interface OpenedAdministration extends Disposable {
  readonly administration: Administration;
}

const claimNotice = 'web-claim';
const claimText = 'Somebody wants to set up this phone by its web pages. Type this code there, or leave it.';

export async function openAdministration(options: AdministrationOptions): Promise<OpenedAdministration> {
  using parts = new DisposableStack();
  const { machine, telephony, surfaces, log, clock, deviceCertificate } = options;
  const { store, board, dataDirectory } = machine;
  const { phone, notices, trace, ringFiles, languages, copyPackets, provisioner, enrolment, contactFiles } = telephony;
  const random = new SystemRandom();
  const claimCode = new ClaimCode({
    clock,
    random,
    show: (code) => {
      if (code === undefined) notices.clear(claimNotice);
      else notices.raise({ id: claimNotice, severity: 'information', title: `Web code ${spaced(code)}`, text: claimText });
    },
  });
  parts.defer(() => claimCode.forget());
  const logBook = new LogBook();
  parts.defer(logBook.follow(log));
  const addresses = (): readonly string[] => board.network.addresses.map(({ address }) => address);
  const capture = new PacketCapture({
    clock,
    trace,
    localAddress: () => addresses()[0] ?? '127.0.0.1',
    mirrorMedia: copyPackets,
  });
  const diagnostics = parts.use(new PhoneDiagnostics({ clock, log, logBook, trace, capture }));
  const tokens = store.collection<StoredToken>('web_tokens');
  const certificates = new PhoneCertificates({
    store,
    kept: machine.certificates,
    waiting: new WaitingKeys(join(dataDirectory, 'web')),
    deviceCertificate,
    names: addresses,
  });
  await certificates.load();
  const expiry = parts.use(new ExpiryWatch({ clock, certificates, enrolment, notices }));
  expiry.start();
  parts.defer(store.subscribe('security', () => expiry.certificatesChanged()));
  parts.defer(machine.certificates.subscribe(() => expiry.certificatesChanged()));
  const parameters = new PhoneParameters(store, clock, () => languages.languages.map(({ name }) => name));
  const administration: Administration = {
    get brand() {
      return { name: store.get('personal_settings/brand/name'), color: store.get('personal_settings/brand/color') };
    },
    users: new PhoneUsers(store, claimCode),
    tokens: new PhoneTokens(tokens, clock, random),
    parameters,
    status: () =>
      deviceStatus({
        clock,
        status: () => phone.snapshot.status,
        dataDirectory,
        parameters: store,
        network: () => networkFacts(board.network.addresses[0]?.interface ?? ''),
      }),
    diagnostics,
    device: new RemoteControl({
      clock,
      phone,
      lcd: surfaces.lcd,
      keyNames: board.keys.names,
      take: surfaces.take,
      dataDirectory,
    }),
    files: ringFiles,
    languages,
    contacts: contactFiles,
    contactPictures: surfaces.faces,
    certificates,
    enrolment,
    provisioning: {
      get state() {
        return provisioner.status;
      },
      check: () => provisioner.check('byHand'),
    },
    pictures: new BroughtPictures({ store, clock, directory: join(resolve(dataDirectory), 'pictures') }),
    hotDesk: new PhoneHotDesk(store, phone),
    backup: new PhoneBackup({
      store,
      parameters,
      clock,
      filePhrases: () => provisioningSettings(store).filePhrases,
      heading: () => {
        const { model, version, macAddress } = phone.snapshot.status;
        return [`${productName} ${version}, ${model}, ${macAddress}`, new Date(clock.wall.ms).toISOString()];
      },
    }),
  };
  const closing = parts.move();
  return { administration, [Symbol.dispose]: () => closing.dispose() };
}

function spaced(code: string): string {
  return code.replace(/^(....)/, '$1 ');
}
