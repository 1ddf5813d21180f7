// What the two ends of a stream tell each other about the ways between them (RFC 8445, RFC 8839).

/** Over UDP. */
export interface IceCandidate {
  readonly foundation: string;
  /** 1 is RTP, 2 RTCP. */
  readonly component: 1 | 2;
  readonly priority: number;
  /** Literal, in its shortest form. */
  readonly address: string;
  readonly port: number;
  readonly type: 'host' | 'srflx' | 'prflx' | 'relay';
  readonly related?: { readonly address: string; readonly port: number };
}

/** `a=ice-ufrag` and `a=ice-pwd`; the password is a secret of the two ends. */
export interface IceCredentials {
  readonly fragment: string;
  readonly password: string;
}

/** What this end can offer. */
export interface LocalIce {
  /** Of both components. */
  readonly candidates: readonly IceCandidate[];
  /** Never used before; asked for when a stream begins and at each restart. */
  readonly newCredentials: () => IceCredentials;
}

export interface RemoteIce extends IceCredentials {
  readonly lite: boolean;
  readonly candidates: readonly IceCandidate[];
}

/** What was agreed. */
export interface NegotiatedIce {
  readonly local: IceCredentials;
  readonly remote: RemoteIce;
  /** We began. */
  readonly controlling: boolean;
}
