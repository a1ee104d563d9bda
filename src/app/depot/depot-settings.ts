import path from "node:path";
import { AppError } from "../../core/errors/app-error.ts";
import { questionAfter } from "../../core/text/suggest-name.ts";
import { parseMemoryMb } from "../../core/values/memory-size.ts";
import { isPrefix } from "../../depot/depot-key.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** Every variable that says where files of runs lie; docs/operations.md has an example of each. */
const DEPOT_VARIABLES = [
  "NIGHTGRID_ARTIFACTS",
  "NIGHTGRID_ARTIFACTS_ENDPOINT",
  "NIGHTGRID_ARTIFACTS_REGION",
  "NIGHTGRID_ARTIFACTS_PATH_STYLE",
] as const;
export const CACHE_VARIABLE = "NIGHTGRID_CACHE";
type Variable = (typeof DEPOT_VARIABLES)[number];

export type DepotSettings =
  | { readonly kind: "folder"; readonly folder: string }
  | {
      readonly kind: "s3";
      readonly bucket: string;
      /** Without `/` at its ends; empty for none. */
      readonly prefix: string;
      readonly region: string;
      /** Of a server that is not AWS. */
      readonly endpoint?: string;
      /** Absent: as servers of that kind have it. */
      readonly isPathStyle?: boolean;
    };

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const CACHE_BYTES = 10 * 2 ** 30;

/** Where files of runs lie besides the disk of their host; null: nowhere. @throws AppError SETTING_INVALID */
export function readDepotSettings(env: Env): DepotSettings | null {
  refuseMisspelt(env);
  const text = valueOf(env, "NIGHTGRID_ARTIFACTS");
  const stray = DEPOT_VARIABLES.find((name) => name !== "NIGHTGRID_ARTIFACTS" && valueOf(env, name) !== undefined);
  if (text === undefined && stray !== undefined) {
    throw invalid("NIGHTGRID_ARTIFACTS", `is missing, and ${stray} is set`, "Write it as s3://bucket/prefix.");
  }
  if (text === undefined) return null;
  if (text.startsWith("s3://")) return s3Settings(text, env);
  const isPlain = path.isAbsolute(text) && !text.includes("\0");
  if (isPlain && stray === undefined) return { kind: "folder", folder: path.resolve(text) };
  if (isPlain) throw invalid(stray ?? "", "is only for s3://", "Leave it away where files go to a folder.");
  throw invalid(
    "NIGHTGRID_ARTIFACTS",
    `is neither s3://bucket/prefix nor an absolute folder: ${text}`,
    "Write it as s3://my-bucket/nightgrid, or /mnt/nightgrid.",
  );
}

/** How much of what other hosts wrote is kept here, in bytes. @throws AppError SETTING_INVALID */
export function readCacheBytes(env: Env): number {
  const text = env[CACHE_VARIABLE]?.trim() ?? "";
  if (text === "") return CACHE_BYTES;
  const mb = parseMemoryMb(text);
  if (mb !== null) return mb * 2 ** 20;
  throw invalid(CACHE_VARIABLE, `is no size: ${text}`, "Write it as 20GiB.");
}

function s3Settings(text: string, env: Env): DepotSettings {
  const [bucket = "", ...rest] = text.slice("s3://".length).split("/");
  const prefix = rest.join("/").replace(/\/$/, "");
  if (!BUCKET.test(bucket)) {
    throw invalid("NIGHTGRID_ARTIFACTS", `names no bucket: ${text}`, "Write it as s3://my-bucket/nightgrid.");
  }
  if (!isPrefix(prefix)) {
    const hint = "Write names with / between them, at most 300 bytes, none of them empty, . or ..";
    throw invalid("NIGHTGRID_ARTIFACTS", `has a prefix that cannot be: ${text}`, hint);
  }
  const endpoint = endpointOf(env);
  const pathStyle = valueOf(env, "NIGHTGRID_ARTIFACTS_PATH_STYLE");
  if (pathStyle !== undefined && pathStyle !== "1" && pathStyle !== "0") {
    throw invalid(
      "NIGHTGRID_ARTIFACTS_PATH_STYLE",
      `is neither 1 nor 0: ${pathStyle}`,
      "Write 1 for endpoint/bucket/key.",
    );
  }
  return {
    kind: "s3",
    bucket,
    prefix,
    region: regionOf(env),
    ...(endpoint !== undefined && { endpoint }),
    ...(pathStyle !== undefined && { isPathStyle: pathStyle === "1" }),
  };
}

/** As AWS's own tools have it, where there is none of ours. */
function regionOf(env: Env): string {
  const region = valueOf(env, "NIGHTGRID_ARTIFACTS_REGION") ?? env["AWS_REGION"] ?? env["AWS_DEFAULT_REGION"] ?? "";
  if (region === "") return "us-east-1";
  if (/^[a-z0-9-]{1,40}$/.test(region)) return region;
  throw invalid("NIGHTGRID_ARTIFACTS_REGION", `is no region: ${region}`, "Write it as eu-west-1.");
}

function endpointOf(env: Env): string | undefined {
  const text = valueOf(env, "NIGHTGRID_ARTIFACTS_ENDPOINT");
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : null;
  const isPlain = url !== null && url.username === "" && url.password === "" && url.search === "" && url.hash === "";
  if (isPlain && /^https?:$/.test(url.protocol)) return text;
  // Never its text: it may hold a password.
  throw invalid(
    "NIGHTGRID_ARTIFACTS_ENDPOINT",
    "is no address of a server",
    "Write it as https://s3.example.com; credentials come by AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
  );
}

/** A setting that nobody reads, because of a letter, would leave files where no other host finds them. */
function refuseMisspelt(env: Env): void {
  const known: readonly string[] = DEPOT_VARIABLES;
  const wrong = Object.keys(env).find((name) => name.startsWith("NIGHTGRID_ARTIFACT") && !known.includes(name));
  if (wrong === undefined) return;
  throw new AppError("SETTING_INVALID", `${wrong} is no setting.`, {
    hint: questionAfter(wrong, known) ?? `Known: ${known.join(", ")}.`,
  });
}

function valueOf(env: Env, name: Variable): string | undefined {
  const value = env[name]?.trim();
  return value === "" ? undefined : value;
}

function invalid(name: string, what: string, hint: string): AppError {
  return new AppError("SETTING_INVALID", `${name} ${what}.`, { hint });
}
