import type { Transporter } from "nodemailer";
import { messageOf } from "../../core/errors/app-error.ts";
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
import { hideSecrets } from "./hide-secrets.ts";
import { smtpSettings, type SmtpSettings } from "./smtp-settings.ts";

export interface EmailSettings {
  /** See `smtpSettings`. Secret: it holds the password. */
  readonly smtpUrl: string;
  readonly from: string;
  readonly to: readonly string[];
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
  const secrets = [smtpUrl, settings.password ?? ""];
  let transport: Promise<Transporter> | undefined;

  const deliver = async (message: AlertMessage, { signal, idempotencyKey }: DeliveryOptions): Promise<Delivery> => {
    transport ??= transportFor(settings, timeoutMs);
    const mailer = await transport;
    const deadline = AbortSignal.timeout(timeoutMs);
    try {
      await mailer.sendMail({
        ...renderEmail(message),
        from,
        to: [...to],
        messageId: messageId(idempotencyKey, from),
        headers: { "Auto-Submitted": "auto-generated" },
        signal: AbortSignal.any([signal, deadline]),
      });
      return { ok: true };
    } catch (error) {
      if (signal.aborted) return failure("the delivery was cancelled", true);
      if (deadline.aborted) return failure(`the mail server did not finish within ${timeoutMs / 1000} s`, true);
      return failure(hideSecrets(messageOf(error), secrets), isRetryable(error));
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
