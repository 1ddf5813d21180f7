// What is dialled to switch services: `voip/services/star_codes`. Defaults of the SPA9x2; empty switches a code off. All have one shape: a
// row of a table each.

/** Default, title, name in the SPA's files, what dialling it does. */
const codes = {
  call_return: ['*69', 'Call return', 'Call_Return_Code', 'Calls the last caller back'],
  blind_transfer: ['*98', 'Blind transfer', 'Blind_Transfer_Code', 'Transfers the call to the number that follows'],
  'call_back/activate': ['*66', 'Call back On', 'Call_Back_Act_Code', 'Calls the busy number as soon as it is free'],
  'call_back/deactivate': ['*86', 'Call back Off', 'Call_Back_Deact_Code', 'Gives up calling back'],
  'forward_all/activate': ['*72', 'Forward all On', 'Cfwd_All_Act_Code', 'Forwards all calls to the number that follows'],
  'forward_all/deactivate': ['*73', 'Forward all Off', 'Cfwd_All_Deact_Code', 'Ends forwarding of all calls'],
  'forward_busy/activate': ['*90', 'Forward busy On', 'Cfwd_Busy_Act_Code', 'Forwards when busy to the number that follows'],
  'forward_busy/deactivate': ['*91', 'Forward busy Off', 'Cfwd_Busy_Deact_Code', 'Ends forwarding when busy'],
  'forward_no_answer/activate': [
    '*92',
    'Forward no answer On',
    'Cfwd_No_Ans_Act_Code',
    'Forwards unanswered calls to the number that follows',
  ],
  'forward_no_answer/deactivate': [
    '*93',
    'Forward no answer Off',
    'Cfwd_No_Ans_Deact_Code',
    'Ends forwarding of unanswered calls',
  ],
  'call_waiting/activate': ['*56', 'Call waiting On', 'CW_Act_Code', 'Switches call waiting on'],
  'call_waiting/deactivate': ['*57', 'Call waiting Off', 'CW_Deact_Code', 'Switches call waiting off'],
  'call_waiting_once/activate': [
    '*71',
    'Call waiting once On',
    'CW_Per_Call_Act_Code',
    'Switches call waiting on for the next call',
  ],
  'call_waiting_once/deactivate': [
    '*70',
    'Call waiting once Off',
    'CW_Per_Call_Deact_Code',
    'Switches call waiting off for the next call',
  ],
  'hide_number/activate': ['*67', 'Hide number On', 'Block_CID_Act_Code', 'Hides the own number'],
  'hide_number/deactivate': ['*68', 'Hide number Off', 'Block_CID_Deact_Code', 'Shows the own number'],
  'hide_number_once/activate': [
    '*81',
    'Hide number once On',
    'Block_CID_Per_Call_Act_Code',
    'Hides the own number in the next call',
  ],
  'hide_number_once/deactivate': [
    '*82',
    'Hide number once Off',
    'Block_CID_Per_Call_Deact_Code',
    'Shows the own number in the next call',
  ],
  'block_anonymous/activate': ['*77', 'Block anonymous On', 'Block_ANC_Act_Code', 'Rejects callers without a number'],
  'block_anonymous/deactivate': ['*87', 'Block anonymous Off', 'Block_ANC_Deact_Code', 'Takes callers without a number again'],
  'do_not_disturb/activate': ['*78', 'Do not disturb On', 'DND_Act_Code', 'Switches do not disturb on'],
  'do_not_disturb/deactivate': ['*79', 'Do not disturb Off', 'DND_Deact_Code', 'Switches do not disturb off'],
  'secure_all/activate': ['*16', 'Secure all On', 'Secure_All_Call_Act_Code', 'Encrypts all calls'],
  'secure_all/deactivate': ['*17', 'Secure all Off', 'Secure_No_Call_Act_Code', 'Encrypts no call'],
  'secure_once/activate': ['*18', 'Secure once On', 'Secure_One_Call_Act_Code', 'Encrypts the next call'],
  'secure_once/deactivate': ['*19', 'Secure once Off', 'Secure_One_Call_Deact_Code', 'Does not encrypt the next call'],
  paging: ['*96', 'Paging', 'Paging_Code', 'Pages the extension or group that follows'],
  park: ['*38', 'Park', 'Call_Park_Code', 'Parks the call at the number that follows'],
  pickup: ['*36', 'Pickup', 'Call_Pickup_Code', 'Takes the call that rings at the extension that follows'],
  unpark: ['*39', 'Unpark', 'Call_UnPark_Code', 'Takes back the call that is parked at the number that follows'],
  group_pickup: ['*37', 'Group pickup', 'Group_Call_Pickup_Code', 'Takes the call that rings in the group'],
  media_loopback: ['*03', 'Media loopback', 'Media_Loopback_Code', 'Calls with the sound sent back, for tests'],
} as const;

/** Lists in the SPA's own notation: longest, title, name in the SPA's files, help. */
const lists = {
  'voip/services/star_codes/referral': [
    79,
    'Referral Services Codes',
    'Referral_Services_Codes',
    'Codes after which a transfer goes to the number that follows, with | between them: *98.',
  ],
  'voip/services/star_codes/feature_dial': [
    79,
    'Feature Dial Services Codes',
    'Feature_Dial_Services_Codes',
    'Codes after which a number is dialled with a tone of its own: *72|*67`p`.',
  ],
  'voip/services/announcements/base_number': [
    64,
    'Announcement Base Number',
    'Service_Annc_Base_Number',
    'Number of the server that confirms switched services by voice.',
  ],
  'voip/services/announcements/extension_codes': [
    255,
    'Announcement Codes',
    'Service_Annc_Extension_Codes',
    'Which extension belongs to which service: CWT:00;CWF:01.',
  ],
} as const;

/** Name and digits of each codec: behind *01 it is offered first, behind *02 alone. */
const codecs = {
  pcmu: ['G711u', '7110'],
  pcma: ['G711a', '7111'],
  g723: ['G723', '723'],
  g726_16: ['G726r16', '72616'],
  g726_24: ['G726r24', '72624'],
  g726_32: ['G726r32', '72632'],
  g726_40: ['G726r40', '72640'],
  g729: ['G729a', '729'],
} as const;

interface CodeList {
  readonly noEffectYet: true;
  readonly type: 'string';
  readonly default: string;
  readonly maxLength: number;
  readonly title: string;
  readonly help: string;
  readonly owner: 'admin';
  readonly aliases: { readonly spa: string };
  readonly seed: string;
}

interface Code extends CodeList {
  readonly pattern: string;
  readonly expected: string;
}

type StarCodes = { readonly [Name in keyof typeof codes as `voip/services/star_codes/${Name}`]: Code } & {
  readonly [Path in keyof typeof lists]: CodeList;
} & { readonly [Codec in keyof typeof codecs as `voip/services/codec_codes/${Codec}/${'prefer' | 'force'}`]: Code };

const fixed = { noEffectYet: true, type: 'string', owner: 'admin' } as const;
const digits = { ...fixed, pattern: '^[0-9*#]*$', expected: 'digits, * and #', maxLength: 16 } as const;
const tab = 'SPA9x2 Regional tab,';

function code([standard, title, spa, deed]: readonly [string, string, string, string]): Code {
  const seed = `${tab} Vertical Service Activation Codes`;
  return { ...digits, default: standard, title, help: `${deed}, when it is dialled.`, aliases: { spa }, seed };
}

function codeList(path: string, [maxLength, title, spa, help]: readonly [number, string, string, string]): CodeList {
  const kind = path.startsWith('voip/services/announcements') ? 'Announcement' : 'Activation';
  return { ...fixed, default: '', maxLength, title, help, aliases: { spa }, seed: `${tab} Vertical Service ${kind} Codes` };
}

function codecCode(standard: string, verb: 'Prefer' | 'Force', name: string, offered: string): Code {
  const help = `Dialled before a number: ${name} ${offered} in this call.`;
  const seed = `${tab} Outbound Call Codec Selection Codes`;
  return { ...digits, default: standard, title: `${verb} ${name}`, help, aliases: { spa: `${verb}_${name}_Code` }, seed };
}

export const starCodes: StarCodes = Object.fromEntries([
  ...Object.entries(codes).map(([name, row]) => [`voip/services/star_codes/${name}`, code(row)] as const),
  ...Object.entries(lists).map(([path, row]) => [path, codeList(path, row)] as const),
  ...Object.entries(codecs).flatMap(([codec, [name, dialled]]) => [
    [`voip/services/codec_codes/${codec}/prefer`, codecCode(`*01${dialled}`, 'Prefer', name, 'is offered first')] as const,
    [`voip/services/codec_codes/${codec}/force`, codecCode(`*02${dialled}`, 'Force', name, 'alone is offered')] as const,
  ]),
]) as StarCodes;
