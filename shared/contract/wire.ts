import type { PackedError } from './errors';

/** What travels over the MessagePort between a window (or a socket client) and the engine. */
export type WireRequest = {
  readonly kind: 'call';
  readonly id: number;
  readonly method: string;
  readonly params: unknown;
};
export type WireReply =
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly error: PackedError };
export type WireEvent = { readonly kind: 'event'; readonly name: string; readonly payload: unknown };
/** What a window gets: an answer as JSON, which crosses Electron's bridge as one piece; undefined for nothing. */
export type WindowMessage =
  | Exclude<WireMessage, { readonly kind: 'result' }>
  | { readonly kind: 'result'; readonly id: number; readonly json: string | undefined };
export type WireMessage = WireRequest | WireReply | WireEvent;
