import type { Readable } from "node:stream";
import type { EventStream } from "../live/event-stream.ts";

/** What a handler answers. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AnswerBody;
}

type AnswerBody =
  | { readonly kind: "json"; readonly value: unknown }
  /** `etag` without quotes; null for one of the content. */
  | { readonly kind: "bytes"; readonly type: string; readonly value: Buffer | string; readonly etag: string | null }
  | { readonly kind: "stream"; readonly type: string; readonly value: Readable }
  /** Events for as long as the client stays. @param begin is called once the stream is open */
  | { readonly kind: "events"; readonly begin: (stream: EventStream) => void }
  | { readonly kind: "none" };

export function ok(value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 200, headers, body: { kind: "json", value } };
}

/** Something was made that has an address. */
export function created(value: unknown, location: string): Answer {
  return { status: 201, headers: { location }, body: { kind: "json", value } };
}

/** It has begun, and its end can be seen at an address. */
export function accepted(value: unknown, location: string): Answer {
  return { status: 202, headers: { location }, body: { kind: "json", value } };
}

export function noContent(): Answer {
  return { status: 204, headers: {}, body: { kind: "none" } };
}

export function bytes(
  type: string,
  value: Buffer | string,
  { etag = null, headers = {} }: { readonly etag?: string | null; readonly headers?: Record<string, string> } = {},
): Answer {
  return { status: 200, headers, body: { kind: "bytes", type, value, etag } };
}

export function streamed(type: string, value: Readable, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 200, headers, body: { kind: "stream", type, value } };
}

export function events(begin: (stream: EventStream) => void): Answer {
  return { status: 200, headers: {}, body: { kind: "events", begin } };
}
