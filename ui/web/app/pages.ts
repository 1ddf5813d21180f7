// The pages beside those of parameters: what is shown and done there is in a file of its own each.

import type { ComponentType } from 'preact';
import { DirectoryPage } from './directory/directory-page.tsx';
import type { LiveState } from './live.ts';
import { CallLogPage } from './status/call-log-page.tsx';
import { CallQualityPage } from './status/call-quality-page.tsx';
import { SystemPage } from './status/system-page.tsx';
import { BackupPage } from './tools/backup-page.tsx';
import { CertificatesPage } from './tools/certificates-page.tsx';
import { LanguagesPage } from './tools/languages-page.tsx';
import { LogPage } from './tools/log-page.tsx';
import { NetworkToolsPage } from './tools/network-tools-page.tsx';
import { PicturesPage } from './tools/pictures-page.tsx';
import { ProvisioningPage } from './tools/provisioning-page.tsx';
import { RemotePage } from './tools/remote-page.tsx';
import { RestartPage } from './tools/restart-page.tsx';
import { RingsPage } from './tools/rings-page.tsx';
import { SipPage } from './tools/sip-page.tsx';
import { UsersPage } from './tools/users-page.tsx';

export interface PageProps {
  readonly live: LiveState;
  readonly isAdmin: boolean;
}

export interface PageEntry {
  readonly id: string;
  readonly title: string;
  readonly adminOnly?: true;
  readonly view: ComponentType<PageProps>;
}

export const statusPages: readonly PageEntry[] = [
  { id: 'status/system', title: 'System', view: SystemPage },
  { id: 'status/calls', title: 'Calls and Quality', view: CallQualityPage },
  { id: 'status/history', title: 'Call History', view: CallLogPage },
];

export const diagnosticsPages: readonly PageEntry[] = [
  { id: 'diagnostics/log', title: 'Log', adminOnly: true, view: LogPage },
  { id: 'diagnostics/sip', title: 'SIP Conversations', adminOnly: true, view: SipPage },
  { id: 'diagnostics/network', title: 'Network Tools', adminOnly: true, view: NetworkToolsPage },
  { id: 'diagnostics/screen', title: 'Screen and Keys', adminOnly: true, view: RemotePage },
];

export const toolPages: readonly PageEntry[] = [
  { id: 'tools/directory', title: 'Directory', view: DirectoryPage },
  { id: 'tools/provisioning', title: 'Provisioning', adminOnly: true, view: ProvisioningPage },
  { id: 'tools/backup', title: 'Backup and Restore', adminOnly: true, view: BackupPage },
  { id: 'tools/rings', title: 'Rings', view: RingsPage },
  { id: 'tools/pictures', title: 'Logo and Background', adminOnly: true, view: PicturesPage },
  { id: 'tools/languages', title: 'Languages', adminOnly: true, view: LanguagesPage },
  { id: 'tools/certificates', title: 'Certificates', adminOnly: true, view: CertificatesPage },
  { id: 'tools/users', title: 'Users and Tokens', adminOnly: true, view: UsersPage },
  { id: 'tools/restart', title: 'Restart and Reset', adminOnly: true, view: RestartPage },
];

export const allOtherPages: readonly PageEntry[] = [...statusPages, ...diagnosticsPages, ...toolPages];
