import { AppError, messageOf } from "../../core/errors/app-error.ts";
import type { AwsWords } from "./aws-words.ts";

/** What was asked of AWS, for the sentence that says why it was not done. */
export interface AwsRequest {
  /** Also the name of the right that it needs, such as `batch:SubmitJob`. */
  readonly action: string;
  readonly region: string;
  /** The queue, or the bucket. */
  readonly on: string;
  readonly words: AwsWords;
}

interface AwsFailure {
  readonly name: string;
  readonly message: string;
  /** 0 where there was no answer. */
  readonly status: number;
  /** Of a connection that failed, such as `ECONNRESET`; empty for none. */
  readonly code: string;
}

const PASSES =
  /^(TooManyRequests|Throttl|SlowDown|RequestLimitExceeded|PriorRequestNotComplete|ServerException|Internal|ServiceUnavailable|RequestTimeout|TimeoutError|AbortError|ConditionalRequestConflict)/;
const LOST_CONNECTIONS = /^(ECONN|EPIPE|ETIMEDOUT|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR)/;
const REFUSED_CREDENTIALS =
  /^(ExpiredToken|InvalidClientTokenId|InvalidAccessKeyId|SignatureDoesNotMatch|UnrecognizedClient|InvalidSignature|IncompleteSignature|MissingAuthenticationToken|InvalidToken)/;

type Rule = readonly [matches: (failure: AwsFailure) => boolean, say: Say];
type Say = (failure: AwsFailure, request: AwsRequest) => readonly [text: string, hint: string];

/** What is refused for good, in the order in which it is asked; the last one is for all that is left. */
const REFUSALS: readonly Rule[] = [
  [
    ({ name }) => name.startsWith("CredentialsProvider") || name === "TokenProviderError",
    (_, { words }) => [
      `There are no ${words.who === "AWS" ? "AWS credentials" : `credentials for ${words.who}`}`,
      "Give the worker a role, or AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; never write them into a file of the project.",
    ],
  ],
  [
    ({ name }) => REFUSED_CREDENTIALS.test(name),
    ({ name }, { words }) => [
      `${words.who} does not accept the credentials (${name})`,
      "Renew them where the workers run.",
    ],
  ],
  [
    ({ code }) => code === "ENOTFOUND",
    (_, { region, words }) => [
      words.who === "AWS" ? `AWS has no address for the region "${region}"` : `${words.who} has no address`,
      words.checkRegion,
    ],
  ],
  [
    ({ name }) => name === "NoSuchBucket" || name === "InvalidBucketName",
    (_, { on, words }) => [`There is no bucket "${on}"`, words.checkBucket],
  ],
  [
    ({ name, status }) => name === "PermanentRedirect" || name === "AuthorizationHeaderMalformed" || status === 301,
    (_, { on, region, words }) => [`The bucket "${on}" is not in the region "${region}"`, words.checkBoth],
  ],
  [
    ({ name, status }) => status === 403 || name.startsWith("AccessDenied"),
    (_, { action, on, words }) => [
      `${words.who} does not let these credentials do ${action} on "${on}"`,
      words.checkRights,
    ],
  ],
  [
    () => true,
    ({ message, name }, { action, on, words }) => [
      `${words.who} refuses ${action} on "${on}": ${message} (${name})`,
      words.checkAll,
    ],
  ],
];

/** Whether a request may be made again, since what came in its way passes by itself. */
function isPassing(error: unknown): boolean {
  const { name, status, code } = failureOf(error);
  return status === 429 || status >= 500 || PASSES.test(name) || LOST_CONNECTIONS.test(code);
}

/** An error of the SDK in one sentence, with the code for what passes or for what does not. Without keys of any kind. */
export function explainAwsError(error: unknown, request: AwsRequest): AppError {
  if (error instanceof AppError) return error;
  const { words } = request;
  const failure = failureOf(error);
  if (isPassing(error)) {
    const why = failure.status === 0 ? failure.code || failure.name : `${failure.name}, HTTP ${failure.status}`;
    const where = words.who === "AWS" ? `in ${request.region}` : `at ${words.who}`;
    return new AppError(words.unreachable, `${request.action} ${where} cannot be done now (${why})`, {
      hint: "It is asked again by itself.",
      cause: error,
    });
  }
  for (const [matches, say] of REFUSALS) {
    if (!matches(failure)) continue;
    const [text, hint] = say(failure, request);
    return new AppError(words.refused, text, { hint, cause: error });
  }
  return new AppError(words.refused, failure.message, { cause: error });
}

/** Ids of keys, and what looks like one of theirs. */
const KEYS = /\b(A[KS]IA[A-Z0-9]{12,}|[A-Za-z0-9/+]{40})\b/g;

function failureOf(error: unknown): AwsFailure {
  const name = error instanceof Error ? error.name : "";
  const message = messageOf(error).replaceAll(KEYS, "***");
  return { name, message, status: statusOf(error), code: codeOf(error) };
}

function statusOf(error: unknown): number {
  const metadata = typeof error === "object" && error !== null && "$metadata" in error ? error.$metadata : null;
  const status =
    typeof metadata === "object" && metadata !== null && "httpStatusCode" in metadata ? metadata.httpStatusCode : null;
  return typeof status === "number" ? status : 0;
}

/** Of the error, or of what caused it. */
function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return "";
  if ("code" in error && typeof error.code === "string") return error.code;
  return "cause" in error ? codeOf(error.cause) : "";
}
