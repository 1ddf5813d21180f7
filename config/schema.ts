// All parameters: the types of their paths and values, their defaults, and their listing for forms and documents.

import type { XStatic } from 'typebox/schema';
import type { Declaration, Group } from './declaration.ts';
import { actionUrls } from './schema/action-urls.ts';
import { admission } from './schema/admission.ts';
import { brand } from './schema/brand.ts';
import { callServices } from './schema/call-services.ts';
import { callSignalling } from './schema/call-signalling.ts';
import { calls } from './schema/calls.ts';
import { conference } from './schema/conference.ts';
import { deviceCertificates } from './schema/device-certificates.ts';
import { dialing } from './schema/dialing.ts';
import { emergency } from './schema/emergency.ts';
import { enrolment } from './schema/enrolment.ts';
import { events } from './schema/events.ts';
import { functionKeys } from './schema/function-keys.ts';
import { furtherTones } from './schema/further-tones.ts';
import { jitterBuffer } from './schema/jitter-buffer.ts';
import { lamps } from './schema/lamps.ts';
import { ldap } from './schema/ldap.ts';
import { line } from './schema/line.ts';
import { lineCodecs } from './schema/line-codecs.ts';
import { lineKeys } from './schema/line-keys.ts';
import { lineServices } from './schema/line-services.ts';
import { lineSignalling } from './schema/line-signalling.ts';
import { management } from './schema/management.ts';
import { media } from './schema/media.ts';
import { mediaNat } from './schema/media-nat.ts';
import { mediaSecurity } from './schema/media-security.ts';
import { nat } from './schema/nat.ts';
import { network } from './schema/network.ts';
import { networkAccess } from './schema/network-access.ts';
import { networkAddress } from './schema/network-address.ts';
import { office } from './schema/office.ts';
import { packetRecording } from './schema/packet-recording.ts';
import { paging } from './schema/paging.ts';
import { personalSettings } from './schema/personal-settings.ts';
import { provisioning } from './schema/provisioning.ts';
import { provisioningRules } from './schema/provisioning-rules.ts';
import { provisioningSources } from './schema/provisioning-sources.ts';
import { quality } from './schema/quality.ts';
import { recording } from './schema/recording.ts';
import { redundancy } from './schema/redundancy.ts';
import { regionalSettings } from './schema/regional-settings.ts';
import { rtp } from './schema/rtp.ts';
import { screen } from './schema/screen.ts';
import { security } from './schema/security.ts';
import { sharedLine } from './schema/shared-line.ts';
import { signIn } from './schema/sign-in.ts';
import { signalling } from './schema/signalling.ts';
import { sipHeaders } from './schema/sip-headers.ts';
import { sipTimers } from './schema/sip-timers.ts';
import { softKeys } from './schema/soft-keys.ts';
import { starCodes } from './schema/star-codes.ts';
import { supplementaryServices } from './schema/supplementary-services.ts';
import { syslog } from './schema/syslog.ts';
import { system } from './schema/system.ts';
import { time } from './schema/time.ts';
import { toneScripts } from './schema/tone-scripts.ts';
import { voiceDialing } from './schema/voice-dialing.ts';
import { web } from './schema/web.ts';
import type { Secret } from './secrets.ts';

type Declarations = typeof line &
  typeof lineSignalling &
  typeof lineServices &
  typeof lineCodecs &
  typeof sharedLine &
  typeof signalling &
  typeof callSignalling &
  typeof sipHeaders &
  typeof sipTimers &
  typeof redundancy &
  typeof emergency &
  typeof nat &
  typeof admission &
  typeof security &
  typeof deviceCertificates &
  typeof enrolment &
  typeof calls &
  typeof callServices &
  typeof supplementaryServices &
  typeof starCodes &
  typeof conference &
  typeof recording &
  typeof functionKeys &
  typeof lineKeys &
  typeof dialing &
  typeof voiceDialing &
  typeof events &
  typeof media &
  typeof rtp &
  typeof mediaSecurity &
  typeof mediaNat &
  typeof jitterBuffer &
  typeof quality &
  typeof packetRecording &
  typeof regionalSettings &
  typeof toneScripts &
  typeof furtherTones &
  typeof paging &
  typeof personalSettings &
  typeof brand &
  typeof screen &
  typeof lamps &
  typeof softKeys &
  typeof signIn &
  typeof office &
  typeof ldap &
  typeof system &
  typeof management &
  typeof web &
  typeof actionUrls &
  typeof syslog &
  typeof time &
  typeof network &
  typeof networkAddress &
  typeof networkAccess &
  typeof provisioning &
  typeof provisioningRules &
  typeof provisioningSources;

/** In the order of forms and documents. The annotation checks every group against the form of a declaration. */
const groups: readonly Group[] = [
  line,
  lineSignalling,
  lineServices,
  lineCodecs,
  sharedLine,
  signalling,
  callSignalling,
  sipHeaders,
  sipTimers,
  redundancy,
  emergency,
  nat,
  admission,
  security,
  deviceCertificates,
  enrolment,
  calls,
  callServices,
  supplementaryServices,
  starCodes,
  conference,
  recording,
  functionKeys,
  lineKeys,
  dialing,
  voiceDialing,
  events,
  media,
  rtp,
  mediaSecurity,
  mediaNat,
  jitterBuffer,
  quality,
  packetRecording,
  regionalSettings,
  toneScripts,
  furtherTones,
  paging,
  personalSettings,
  brand,
  screen,
  lamps,
  softKeys,
  signIn,
  office,
  ldap,
  system,
  management,
  web,
  actionUrls,
  syslog,
  time,
  network,
  networkAddress,
  networkAccess,
  provisioning,
  provisioningRules,
  provisioningSources,
];

type Indexed<Pattern> = Pattern extends `${infer Head}/N/${infer Tail}` ? `${Head}/${number}/${Tail}` : Pattern;

type Value<D> = D extends { readonly secret: true } ? Secret<string> : D extends { readonly open: true } ? string : XStatic<D>;

/** Path to the type of its value: `Values['voip/line/0/proxy_port']` is `number`. */
export type Values = { readonly [Pattern in keyof Declarations as Indexed<Pattern>]: Value<Declarations[Pattern]> };

/** `voip/answer_device`, or with an index `voip/line/${number}/enabled`. */
export type ParameterPath = keyof Values;

/** What the store keeps: a secret is a plain string here, a `Secret` as soon as it leaves the store. */
export type StoredValue = boolean | number | string;

/** One parameter, an index filled in. */
export interface Parameter {
  readonly path: string;
  /** The path as it was declared, `N` for the index. */
  readonly pattern: string;
  readonly index: number | undefined;
  readonly declaration: Declaration;
  readonly default: StoredValue;
  /** Path whose value holds while this one is not set. */
  readonly inherits: string | undefined;
}

function expand(): ReadonlyMap<string, Parameter> {
  const expanded = new Map<string, Parameter>();
  for (const group of groups) {
    for (const pattern in group) {
      const declaration = group[pattern];
      if (declaration !== undefined) expandInto(expanded, pattern, declaration);
    }
  }
  return expanded;
}

/** Runs at each start for thousands of parameters: paths are put together from their halves, and nothing is made in between. */
function expandInto(expanded: Map<string, Parameter>, pattern: string, declaration: Declaration): void {
  const { indexes, defaults, default: standard, inherits } = declaration;
  if (indexes === undefined) {
    expanded.set(pattern, { path: pattern, pattern, index: undefined, declaration, default: standard, inherits });
    return;
  }
  const [head = '', tail = ''] = pattern.split('/N/', 2);
  const [parentHead, parentTail] = inherits?.split('/N/', 2) ?? [];
  for (let index = 0; index < indexes; index++) {
    const path = `${head}/${index}/${tail}`;
    const parent = parentTail === undefined ? parentHead : `${parentHead}/${index}/${parentTail}`;
    expanded.set(path, { path, pattern, index, declaration, default: defaults?.[index] ?? standard, inherits: parent });
  }
}

const byPath = expand();

/** Every parameter, indexes filled in, in the order of the groups. */
export function parameters(): readonly Parameter[] {
  return [...byPath.values()];
}

/** `undefined` for a path that no group declares, or an index beyond the last. */
export function findParameter(path: string): Parameter | undefined {
  return byPath.get(path);
}
