import type { Transporter } from "nodemailer";
import { messageOf } from "../../core/errors/app-error.ts";
import { SecretMask } from "../../core/text/secret-mask.ts";
import { sha256 } from "../../core/values/hash.ts";
import type { AlertMessage } from "../message/alert-message.ts";
import { oneLine } from "../message/plain-text.ts";
import { renderEmail } from "../render/render-email.ts";
import {
  unavailableChannel,
  type Channel,
  type Delivery,
  type DeliveryFailure,
  type DeliveryOptions,
} from "./channel.ts";
import type { MailAddress } from "./mail-addresses.ts";
import { smtpSettings, type SmtpSettings } from "./smtp-settings.ts";

export interface EmailSettings {
  /** See `smtpSettings`. Secret: it holds the password. */
  readonly smtpUrl: string;
  readonly from: MailAddress;
  readonly to: readonly MailAddress[];
  /** Of one try, from the name look-up to the server's last word. Default 20,000. */
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 20_000;

/**
 * E-mail over SMTP. The Message-ID comes from the idempotency key, so that a message
 * delivered twice (the answer to the first try was lost) is shown once by mail readers.
 */
export function emailChannel({ smtpUrl, from, to, timeoutMs = DEFAULT_TIMEOUT_MS }: EmailSettings): Channel {
  const settings = smtpSettings(smtpUrl);
  if (typeof settings === "string") return unavailableChannel("email", `SMTP_URL cannot be used: ${settings}`);
  const secrets = new SecretMask([smtpUrl, settings.password ?? ""]);
  let transport: Promise<Transporter> | undefined;

  const deliver = async (
    message: AlertMessage,
    { signal, idempotencyKey, reached = [], refused = [] }: DeliveryOptions,
  ): Promise<Delivery> => {
    const done = new Set([...reached, ...refused]);
    const left = to.map(({ address }) => address).filter((address) => !done.has(address));
    if (left.length === 0) return { ok: true };
    transport ??= transportFor(settings, timeoutMs);
    const mailer = await transport;
    const deadline = AbortSignal.timeout(timeoutMs);
    try {
      const sent: unknown = await mailer.sendMail({
        ...renderEmail(message),
        from,
        // Everybody sees who else was told; only those who have not got it yet get it.
        to: [...to],
        envelope: { from: from.address, to: left },
        messageId: messageId(idempotencyKey, from.address),
        headers: { "Auto-Submitted": "auto-generated" },
        signal: AbortSignal.any([signal, deadline]),
      });
      return outcomeOf(refusalsOf(sent), left, secrets);
    } catch (error) {
      if (signal.aborted) return failure("the delivery was cancelled", true);
      if (deadline.aborted) return failure(`the mail server did not finish within ${timeoutMs / 1000} s`, true);
      const refusals = refusalsOf(error);
      if (refusals.length > 0 && isOfReceivers(error)) return outcomeOf(refusals, left, secrets);
      return failure(secrets.mask(messageOf(error)), isRetryable(error));
    }
  };

  return { name: "email", unavailable: null, deliver };
}

/** Only a process that sends something pays for loading the client. */
async function transportFor(settings: SmtpSettings, timeoutMs: number): Promise<Transporter> {
  const { createTransport } = await import("nodemailer");
  const { host, port, secure, requireTLS, ignoreTLS, rejectUnauthorized, user, password } = settings;
  return createTransport({
    host,
    port,
    secure,
    requireTLS,
    ignoreTLS,
    tls: { rejectUnauthorized },
    ...(user === null ? {} : { auth: { user, pass: password ?? "" } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** A receiver that the server did not take. */
interface Refusal {
  readonly address: string;
  readonly reason: string;
  /** 4xx: the mailbox is busy or full, or the server wants to see the message again. */
  readonly isPassing: boolean;
}

/** Of an answer, or of the error when all were refused: the client keeps both in the same fields. */
function refusalsOf(outcome: unknown): readonly Refusal[] {
  const { rejectedErrors = [] } = Object(outcome) as { readonly rejectedErrors?: readonly unknown[] };
  return rejectedErrors.flatMap((error) => {
    const { recipient } = Object(error) as { readonly recipient?: unknown };
    if (typeof recipient !== "string") return [];
    return [{ address: recipient, reason: messageOf(error), isPassing: isRetryable(error) }];
  });
}

function isOfReceivers(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EENVELOPE";
}

/**
 * A server takes or refuses each receiver for itself. Those that it refused for a time are tried again, alone; those that it
 * refused for good are named and left out.
 */
function outcomeOf(refusals: readonly Refusal[], asked: readonly string[], secrets: SecretMask): Delivery {
  const ofAsked = refusals.filter(({ address }) => asked.includes(address));
  if (ofAsked.length === 0) return { ok: true };
  const refused = ofAsked.filter(({ isPassing }) => !isPassing).map(({ address }) => address);
  const names = ofAsked.map(({ address }) => address);
  const reached = asked.filter((address) => !names.includes(address));
  const reasons = [...new Set(ofAsked.map(({ reason }) => secrets.mask(reason)))].join("; ");
  const told = reached.length === 0 ? "" : `; delivered to ${reached.join(", ")}`;
  const isPassing = ofAsked.some((one) => one.isPassing);
  return { ...failure(`${names.join(", ")} refused (${reasons})${told}`, isPassing), reached, refused };
}

/** SMTP's 4xx ask for another try, 5xx forbid it; without an answer the network was at fault. */
function isRetryable(error: unknown): boolean {
  const code = error instanceof Error && "responseCode" in error ? Number(error.responseCode) : Number.NaN;
  if (Number.isFinite(code)) return code < 500;
  return !(error instanceof Error && "code" in error && (error.code === "EENVELOPE" || error.code === "EAUTH"));
}

function messageId(idempotencyKey: string, from: string): string {
  const domain = /@([\w.-]+)/.exec(from)?.[1] ?? "nightgrid.invalid";
  return `<${sha256(idempotencyKey).slice(0, 32)}@${domain}>`;
}

function failure(error: string, retryable: boolean): DeliveryFailure {
  return { ok: false, retryable, error: oneLine(`mail: ${error}`) };
}
