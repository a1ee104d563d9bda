import { connect, type Socket } from "node:net";
import path from "node:path";
import { onMessage, type Reply, type Request, send, SUPERVISOR_SOCKET } from "./protocol.ts";

export interface Answer {
  readonly reply: Reply;
  /** Still open: for a `hold`, it keeps the server up. */
  readonly socket: Socket;
}

/** Sends one request to the supervisor of this run folder; null when none listens, or it leaves without an answer. */
export async function askSupervisor(runFolder: string, request: Request): Promise<Answer | null> {
  const socket = await dial(path.join(runFolder, SUPERVISOR_SOCKET));
  if (socket === null) return null;
  return new Promise((resolve) => {
    socket.once("close", () => resolve(null));
    onMessage(socket, (reply) => resolve({ reply: reply as Reply, socket }));
    send(socket, request);
  });
}

async function dial(file: string): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect(file);
    socket.once("connect", () => resolve(socket));
    socket.on("error", () => resolve(null));
  });
}
