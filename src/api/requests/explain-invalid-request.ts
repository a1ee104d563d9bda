import type { ErrorObject } from "ajv";
import { AppError } from "../../core/errors/app-error.ts";
import type { ErrorCode } from "../../core/errors/error-codes.ts";
import { questionAfter } from "../../core/text/suggest-name.ts";
import { printableLine } from "../../core/text/printable.ts";

interface Fault {
  /** A JSON pointer into the body, or the name of a query key. */
  readonly pointer: string;
  readonly message: string;
}

const SHOWN = 20;
const LONGEST_VALUE = 60;

/** What fastify refuses of a request, before it reaches a handler, as one of our errors; null for what is none of it. */
export function explainInvalidRequest(thrown: unknown): AppError | null {
  if (!(thrown instanceof Error)) return null;
  const { validation, validationContext } = thrown as { validation?: unknown; validationContext?: unknown };
  if (Array.isArray(validation)) return ofSchema(validation as ErrorObject[], String(validationContext));
  const { code, statusCode } = thrown as { code?: unknown; statusCode?: unknown };
  const known = typeof code === "string" ? PARSE_FAULTS[code] : undefined;
  if (known !== undefined) return new AppError(known.code, known.message, { hint: known.hint });
  const isOurs = typeof statusCode === "number" && statusCode >= 400 && statusCode < 500;
  return isOurs ? new AppError("REQUEST_INVALID", printableLine(thrown.message)) : null;
}

const PARSE_FAULTS: Readonly<Record<string, { code: ErrorCode; message: string; hint: string }>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: {
    code: "BODY_TOO_LARGE",
    message: "The body is larger than this address takes.",
    hint: "Bodies name things; data are put into files of the project.",
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    code: "MEDIA_TYPE_UNKNOWN",
    message: "The body is of a media type that is not taken.",
    hint: "Send JSON, with the header Content-Type: application/json.",
  },
  FST_ERR_CTP_EMPTY_JSON_BODY: {
    code: "REQUEST_INVALID",
    message: "The body is empty, and its header says that it is JSON.",
    hint: "Send {} or leave the header Content-Type away.",
  },
  FST_ERR_CTP_INVALID_JSON_BODY: {
    code: "REQUEST_INVALID",
    message: "The body is no JSON.",
    hint: "Check its quotes and commas; in a shell, put it between single quotes.",
  },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    code: "REQUEST_INVALID",
    message: "The body is not as long as its header Content-Length says.",
    hint: "Leave the header to your client.",
  },
};

function ofSchema(errors: readonly ErrorObject[], part: string): AppError {
  const faults = unique(errors.filter(({ keyword }) => keyword !== "anyOf").map((error) => faultOf(error, part)));
  const [first] = faults;
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : "";
  return new AppError("REQUEST_INVALID", `${first?.message ?? "The request is not as it should be."}${more}`, {
    hint: "GET /api/v1/openapi.json says what each address takes.",
    details: { errors: faults.slice(0, SHOWN) },
  });
}

function unique(faults: readonly Fault[]): readonly Fault[] {
  return [...new Map(faults.map((fault) => [fault.pointer + fault.message, fault])).values()];
}

function faultOf(error: ErrorObject, part: string): Fault {
  const { instancePath, keyword, params, parentSchema, data } = error;
  const where = part === "body" ? instancePath : instancePath.replace(/^\//, "").replace(/\/\d+$/, "");
  const shown = parentSchema?.["writeOnly"] === true ? "not shown" : short(data);
  const name = part === "body" ? (instancePath === "" ? "The body" : instancePath) : `?${where}`;
  if (keyword === "additionalProperties") {
    const key = String(params["additionalProperty"]);
    const known = Object.keys((parentSchema?.["properties"] as object | undefined) ?? {});
    const question = questionAfter(key, known);
    const allowed = known.length === 0 ? "It takes none." : `It takes ${known.join(", ")}.`;
    return {
      pointer: part === "body" ? `${instancePath}/${key}` : key,
      message: `${part === "body" ? "There is no field" : "There is no query key"} "${short(key)}". ${question ?? allowed}`,
    };
  }
  if (keyword === "required") {
    const key = String(params["missingProperty"]);
    return {
      pointer: `${where}/${key}`,
      message: `${part === "body" ? "The field" : "The query key"} "${key}" is missing.`,
    };
  }
  if (keyword === "enum") {
    const allowed = (params["allowedValues"] as readonly unknown[]).map(String);
    const question = questionAfter(String(data), allowed);
    return {
      pointer: where,
      message: `${name} takes no ${short(data)}. ${question ?? `It takes ${allowed.join(", ")}.`}`,
    };
  }
  return { pointer: where, message: `${name} ${error.message ?? "is not as it should be"}: it is ${shown}.` };
}

function short(value: unknown): string {
  const text = printableLine(typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing"));
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE).toWellFormed()}…`;
}
