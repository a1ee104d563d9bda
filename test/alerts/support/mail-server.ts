import type { AddressInfo } from "node:net";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

export interface MailServer extends AsyncDisposable {
  readonly port: number;
  /** The messages that were accepted so far. */
  mails(): Promise<readonly Email[]>;
  /** Recipients of the last message, as the envelope named them. */
  readonly recipients: readonly string[];
}

/** A real SMTP server on this machine; `options` can make it refuse. */
export async function mailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const accepted: Buffer[] = [];
  const recipients: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        recipients.splice(0, recipients.length, ...session.envelope.rcptTo.map(({ address }) => address));
        accepted.push(Buffer.concat(chunks));
        done(null);
      });
    },
    ...options,
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    mails: () => Promise.all(accepted.map((mail) => PostalMime.parse(mail))),
    recipients,
    async [Symbol.asyncDispose]() {
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
