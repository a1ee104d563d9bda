import type { Socket } from "node:net";
import { PROBLEM_TYPE } from "./problem.ts";

interface Refusal {
  readonly status: string;
  readonly code: string;
  readonly detail: string;
}

const REFUSALS: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: {
    status: "431 Request Header Fields Too Large",
    code: "REQUEST_INVALID",
    detail: "The address and the headers of the request are longer than 16 KiB together.",
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: "408 Request Timeout",
    code: "REQUEST_INVALID",
    detail: "The request did not come to its end in time.",
  },
};
const NO_REQUEST: Refusal = {
  status: "400 Bad Request",
  code: "REQUEST_INVALID",
  detail: "What was sent is no HTTP request.",
};

/** Tells a client that sends no request that can be read, and ends the connection. @param headers of every answer of the service */
export function refuseConnection(
  error: Error & { readonly code?: string },
  socket: Socket,
  headers: Readonly<Record<string, string>>,
): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const { status, code, detail } = REFUSALS[error.code ?? ""] ?? NO_REQUEST;
  const body = JSON.stringify({
    type: `/api/v1/errors/${code}`,
    title: "Request invalid",
    status: Number(status.slice(0, 3)),
    detail,
    code,
    hint: null,
    errors: [],
    details: {},
    request_id: crypto.randomUUID(),
  });
  const head = [
    `HTTP/1.1 ${status}`,
    `content-type: ${PROBLEM_TYPE}`,
    `content-length: ${body.length}`,
    "connection: close",
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}
