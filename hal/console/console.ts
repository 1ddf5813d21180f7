// Contract of the serial console's bytes; what they say is `ui/console`.

export type ConsoleEvent =
  | { readonly type: 'bytesReceived'; readonly bytes: Uint8Array }
  | { readonly type: 'lineLost'; readonly reason: string };

export interface ConsolePort extends AsyncDisposable {
  write(bytes: Uint8Array): void;
}
