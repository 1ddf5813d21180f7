// What servers may do to this phone by NOTIFY, as far as the account's settings allow it.

/** Absent members: see each. */
export interface RemoteControlSettings {
  /** NOTIFY `talk` answers or resumes a call, `hold` holds it (SPA `Talk_Package`, `Hold_Package`): from within the call alone. Off. */
  readonly talk?: boolean;
  readonly hold?: boolean;
  /** NOTIFY `conference`, likewise: the call joins the others that are there (SPA `Conference_Package`). Off. */
  readonly conference?: boolean;
  /** Message summaries that nobody subscribed to, from the account's own proxy. On. */
  readonly messageSummary?: boolean;
  /** `check-sync`, `resync`, `reboot` and their like, authenticated. On. */
  readonly resync?: boolean;
  /** Those are taken from the account's own proxy without proof; its address can be forged. Off. */
  readonly resyncUnproven?: boolean;
}

/** What a server wants us to do with our configuration; when is the firmware's matter, which never does it in a call. */
export type RemoteCommand =
  /** Fetch the configuration; `restart`: and start again, undefined when the server left it to us. */
  | { readonly type: 'resyncRequested'; readonly restart: boolean | undefined }
  | { readonly type: 'restartRequested' }
  /** Tell the configuration server how we are configured (SPA `report`). */
  | { readonly type: 'reportRequested' };
