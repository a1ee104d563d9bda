import type { Socket } from "node:net";
import { createInterface } from "node:readline";
import type { ErrorCode } from "../../../core/errors/error-codes.ts";

/**
 * How clients and the supervisor talk: one JSON value per line, over a Unix socket.
 * `hold` keeps the server: it stays up as long as the connection does, so a killed
 * client lets go by itself. The supervisor answers each request with one `Reply`,
 * and sends `{ "kind": "stopping" }` to all holders before it stops on purpose.
 */
export type Request =
  | { readonly op: "hold"; readonly pid: number; readonly isPinned: boolean }
  | { readonly op: "status" }
  | { readonly op: "stop" };

export type Reply =
  | ({ readonly kind: "ready" } & ServerFacts)
  | { readonly kind: "failed"; readonly code: ErrorCode; readonly message: string; readonly hint: string }
  | { readonly kind: "stopping" };

export interface ServerFacts {
  readonly url: string;
  readonly serverPid: number;
  readonly supervisorPid: number;
  /** The server was running before this supervisor was. */
  readonly isAdopted: boolean;
  /** Stays up until it is told to stop, whether anybody holds it or not. */
  readonly isPinned: boolean;
  /** Process ids of those who hold it. */
  readonly holders: readonly number[];
}

export const SUPERVISOR_SOCKET = "supervisor.sock";
export const SUPERVISOR_LOCK = "supervisor.lock";

export function send(socket: Socket, message: Request | Reply): void {
  if (socket.writable) socket.write(`${JSON.stringify(message)}\n`);
}

/** Calls `receive` with each message; both ends are ours, so the receiver may trust its shape. */
export function onMessage(socket: Socket, receive: (message: unknown) => void): void {
  const lines = createInterface({ input: socket });
  lines.on("line", (line) => receive(JSON.parse(line)));
  // It repeats the socket's errors, which have their own listener.
  lines.on("error", () => undefined);
}
