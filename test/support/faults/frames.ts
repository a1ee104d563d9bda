/** Cuts what comes on a connection of Postgres' protocol into whole messages. */
export class Frames {
  #rest: Buffer = Buffer.alloc(0);
  /** The first message of a client has no type. */
  #isFirst: boolean;

  constructor(side: "client" | "server") {
    this.#isFirst = side === "client";
  }

  /** Whole messages, each with its type and length. */
  cut(chunk: Buffer): readonly Buffer[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const messages: Buffer[] = [];
    for (let length = this.#length(); length !== null; length = this.#length()) {
      messages.push(this.#rest.subarray(0, length));
      this.#rest = this.#rest.subarray(length);
      this.#isFirst = false;
    }
    return messages;
  }

  #length(): number | null {
    const type = this.#isFirst ? 0 : 1;
    if (this.#rest.length < type + 4) return null;
    const length = type + this.#rest.readInt32BE(type);
    return this.#rest.length < length ? null : length;
  }
}

export function typeOf(message: Buffer): string {
  return String.fromCharCode(message[0] ?? 0);
}

/** As the server says that a statement has failed; whoever gets it may go on with the next one. */
export function errorAnswer(sqlstate: string, text: string, status: string): Buffer {
  const body = Buffer.from(`SERROR\0VERROR\0C${sqlstate}\0M${text}\0\0`);
  return Buffer.concat([frame("E", body), frame("Z", Buffer.from(status))]);
}

function frame(type: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(type), length, body]);
}
