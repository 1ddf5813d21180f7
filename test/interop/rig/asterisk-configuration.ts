// Asterisk's files: two phones by digest, an echo, a menu of digits, music on hold of our own tone, and a number that sends digits.

import { passwordOf } from './numbers.ts';

export const number = {
  echo: '600',
  menu: '610',
  /** Sends digits at whoever calls it. */
  digits: '620',
  busy: '630',
} as const;

/** What is heard, by what it means; the files are sines that we write. */
export const toneHz = { musicOnHold: 700, menu: 1200, rightChoice: 1500, wrongChoice: 900 } as const;

export const menuChoice = '42';
export const digitsSent = '159*0#';

export interface AsteriskOptions {
  readonly address: string;
  readonly port: number;
  readonly users: readonly string[];
  /** Where the tones are, within the chroot. */
  readonly sounds: string;
  readonly modules: string;
}

/** By file name. */
export function asteriskConfiguration({
  address,
  port,
  users,
  sounds,
  modules,
}: AsteriskOptions): Readonly<Record<string, string>> {
  return {
    'asterisk.conf': `[directories](!)
[options]
verbose = 3
nocolor = yes
`,
    'modules.conf': modules,
    'logger.conf': '[general]\n[logfiles]\nconsole => notice,warning,error\n',
    'rtp.conf': '[general]\nrtpstart=20000\nrtpend=20400\n',
    'musiconhold.conf': `[default]\nmode=files\ndirectory=${sounds}/hold\n`,
    'pjsip.conf': [transports(address, port), ...users.map(endpoint)].join('\n'),
    'extensions.conf': `[phones]
exten => _10XX,1,Dial(PJSIP/\${EXTEN},20)
 same => n,Hangup()
exten => ${number.echo},1,Answer()
 same => n,Echo()
exten => ${number.menu},1,Answer()
 same => n(ask),Read(CHOICE,${sounds}/menu,${menuChoice.length},,1,10)
 same => n,GotoIf($["\${CHOICE}" = "${menuChoice}"]?right:wrong)
 same => n(right),Playback(${sounds}/rightChoice)
 same => n,Hangup()
 same => n(wrong),Playback(${sounds}/wrongChoice)
 same => n,Goto(ask)
exten => ${number.digits},1,Answer()
 same => n,Wait(1)
 same => n,SendDTMF(${digitsSent},200,100)
 same => n,Wait(10)
exten => ${number.busy},1,Busy()
`,
  };
}

function transports(address: string, port: number): string {
  return `[udp]
type=transport
protocol=udp
bind=${address}:${port}
[tcp]
type=transport
protocol=tcp
bind=${address}:${port}
`;
}

function endpoint(user: string): string {
  return `[${user}]
type=endpoint
context=phones
disallow=all
allow=ulaw,alaw
auth=${user}
aors=${user}
direct_media=no
rtp_symmetric=yes
dtmf_mode=rfc4733
callerid="Phone ${user}" <${user}>
[${user}]
type=auth
auth_type=digest
username=${user}
password=${passwordOf(user)}
[${user}]
type=aor
max_contacts=2
remove_existing=yes
minimum_expiration=10
`;
}
