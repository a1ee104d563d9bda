/** JSON-RPC 2.0, as far as a server of requests that come line by line needs it. */

export type RpcId = string | number;

export interface RpcRequest {
  /** Null for a notification, which is not answered. */
  readonly id: RpcId | null;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export const RPC_ERRORS = {
  parse: -32_700,
  request: -32_600,
  method: -32_601,
  params: -32_602,
  internal: -32_603,
} as const;

/** Thrown for what breaks the protocol; what a tool fails at is a result. */
export class RpcError extends Error {
  override readonly name = "RpcError";
  readonly code: number;
  /** Of the request, where it could be read. */
  readonly id: RpcId | null;

  constructor(kind: keyof typeof RPC_ERRORS, message: string, id: RpcId | null = null) {
    super(message);
    this.code = RPC_ERRORS[kind];
    this.id = id;
  }
}

/** Null for a response, of which this server awaits none. @throws RpcError */
export function readRequest(line: string): RpcRequest | null {
  const message = parse(line);
  const { jsonrpc, id, method, params = {} } = message;
  const known = typeof id === "string" || typeof id === "number" ? id : null;
  if (jsonrpc !== "2.0" || (id !== undefined && known === null))
    throw new RpcError("request", "This is no JSON-RPC 2.0.");
  if (method === undefined && ("result" in message || "error" in message)) return null;
  if (typeof method !== "string") throw new RpcError("request", "The request has no method.", known);
  if (!isRecord(params)) throw new RpcError("params", "Its params are no object.", known);
  return { id: known, method, params };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parse(line: string): Readonly<Record<string, unknown>> {
  let message: unknown;
  try {
    message = JSON.parse(line);
  } catch {
    throw new RpcError("parse", "The line is no JSON.");
  }
  // Batches went with the version of 2025-06-18.
  if (!isRecord(message)) throw new RpcError("request", "A message is one object.");
  return message;
}
