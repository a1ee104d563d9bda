import type { AwsBatchSpec } from "../../core/spec/aws-batch-spec.ts";
import { parseDurationMs } from "../../core/time/duration.ts";
import { ownValue } from "../../core/values/own-record.ts";
import type { BacktestSpec } from "../dag-spec.ts";
import type { BacktestBlock } from "../schema/backtest-schema.ts";
import type { DagFile } from "../schema/dag-schema.ts";
import type { WrittenBatch, WrittenKind } from "../schema/executor-schema.ts";
import { reportAt, reportAtKey, type Section } from "./section.ts";

type OldKey = "batch_job_queue" | "batch_job_definition" | "s3_bucket";
type Written = Pick<BacktestBlock | DagFile, "executor" | "db_config" | OldKey>;

/** Names that settings had in the framework from which people come. */
const OLD_NAMES = { batch_job_queue: "queue", batch_job_definition: "definition", s3_bucket: "bucket" } as const;
const OLD_KEYS = Object.keys(OLD_NAMES) as readonly OldKey[];

const USUAL_PREFIX = "nightgrid";
const USUAL_MAX_PARALLEL = 100;
const MOST_PARALLEL = 10_000;
const QUEUE_TIMEOUT_MS = 3_600_000;

/**
 * What computes the cells of a backtest: what the block says, else the DAG, by key. What neither says comes from the
 * environment, so that one file serves several accounts.
 */
export function readExecutor(section: Section, block: Written, file: Written): Pick<BacktestSpec, "executor" | "aws"> {
  noteOldNames(section, block);
  if ((kindOf(block) ?? kindOf(file)) !== "aws_batch") return {};
  const aws = readBatch(section, { ...batchIn(file), ...batchIn(block) });
  return aws === null ? {} : { executor: "aws_batch", aws };
}

/** Null where it says nothing. */
function kindOf({ executor, ...block }: Written): WrittenKind | null {
  if (typeof executor === "string") return executor;
  return executor !== undefined || OLD_KEYS.some((key) => block[key] !== undefined) ? "aws_batch" : null;
}

function batchIn({ executor, ...block }: Written): WrittenBatch {
  const old = OLD_KEYS.flatMap((key) => (block[key] === undefined ? [] : [[OLD_NAMES[key], block[key]] as const]));
  return { ...Object.fromEntries(old), ...(typeof executor === "object" && executor.aws_batch) };
}

/** Notes what is understood and better written otherwise. Asked of each block, and of the file itself. */
export function noteOldNames(section: Section, written: Written): void {
  for (const key of OLD_KEYS) {
    if (written[key] === undefined) continue;
    const message = `${key} is an old name: it is read as executor.aws_batch.${OLD_NAMES[key]}.`;
    const hint = `Write executor: { aws_batch: { ${OLD_NAMES[key]}: … } }.`;
    reportAtKey(section, [key], { code: "DAG_KEY_UNKNOWN", severity: "warning", message, hint });
  }
  if (written.db_config === undefined) return;
  const message = "db_config is not used: jobs read and write the bucket, and no database.";
  reportAtKey(section, ["db_config"], { code: "DAG_KEY_UNKNOWN", severity: "warning", message, hint: "Remove it." });
}

/** Settings that are texts: where they come from if the file has none, and how they must look. */
const TEXTS = {
  queue: { env: ["NIGHTGRID_BATCH_QUEUE"], pattern: /^[\w:/.-]+$/, like: "a name or an ARN" },
  definition: { env: ["NIGHTGRID_BATCH_DEFINITION"], pattern: /^[\w:/.-]+$/, like: "a name, name:revision or an ARN" },
  bucket: {
    env: ["NIGHTGRID_BATCH_BUCKET"],
    pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    like: "a name of small letters, digits, dots and hyphens, without s3://",
  },
  region: {
    env: ["NIGHTGRID_BATCH_REGION", "AWS_REGION", "AWS_DEFAULT_REGION"],
    pattern: /^[a-z]{2,}(-[a-z0-9]+)+$/,
    like: "such as eu-west-1",
  },
  prefix: {
    env: ["NIGHTGRID_BATCH_PREFIX"],
    pattern: /^(?!.*(^|\/)\.{1,2}(\/|$))[\w!*'().-]+(\/[\w!*'().-]+)*\/?$/,
    like: "folders such as research/nightgrid",
  },
  endpoint: { env: ["NIGHTGRID_BATCH_ENDPOINT"], pattern: /^https?:\/\/[^/\s@]+\/?$/, like: "http://host:port" },
} as const;
type TextKey = keyof typeof TEXTS;

const REQUIRED: readonly TextKey[] = ["queue", "definition", "bucket", "region"];

/** Null when something is missing or wrong, which was reported. */
function readBatch(section: Section, written: WrittenBatch): AwsBatchSpec | null {
  const read = (key: TextKey): string | undefined => readText(section, key, written);
  const texts = {
    queue: read("queue"),
    definition: read("definition"),
    bucket: read("bucket"),
    region: read("region"),
  };
  const maxParallel = written.max_parallel ?? maxParallelOf(section);
  const missing = REQUIRED.filter((key) => texts[key as keyof typeof texts] === undefined);
  if (missing.length > 0) {
    const names = missing.map((key) => TEXTS[key].env[0]).join(", ");
    reportAt(section, ["executor"], {
      code: "DAG_KEY_MISSING",
      message: `AWS Batch needs ${missing.join(", ")}.`,
      hint: `Write executor: { aws_batch: { ${missing[0] ?? ""}: … } }, or set ${names}.`,
    });
  }
  const { queue, definition, bucket, region } = texts;
  const [prefix = USUAL_PREFIX, endpoint] = [read("prefix"), read("endpoint")];
  if (queue === undefined || definition === undefined || bucket === undefined || region === undefined) return null;
  return {
    queue,
    definition,
    bucket,
    prefix: prefix.replace(/\/$/, ""),
    region,
    maxParallel,
    queueTimeoutMs: parseDurationMs(written.queue_timeout ?? "") ?? QUEUE_TIMEOUT_MS,
    ...(endpoint !== undefined && { endpoint: endpoint.replace(/\/$/, "") }),
  };
}

/** Undefined when it is nowhere; a value that looks wrong is reported, and given back all the same. */
function readText(section: Section, key: TextKey, written: WrittenBatch): string | undefined {
  const { env, pattern, like } = TEXTS[key];
  const name = env.find((each) => (ownValue(section.deps.env, each) ?? "") !== "");
  const value = written[key] ?? (name === undefined ? undefined : ownValue(section.deps.env, name));
  if (value !== undefined && !pattern.test(value)) {
    const where = written[key] === undefined ? `${name}` : key;
    const message = `${where} is "${value}", which is not ${like}.`;
    reportAt(section, ["executor", "aws_batch", key], { code: "DAG_VALUE_INVALID", message, hint: `Write ${like}.` });
  }
  return value;
}

function maxParallelOf(section: Section): number {
  const text = ownValue(section.deps.env, "NIGHTGRID_BATCH_MAX_PARALLEL") ?? "";
  if (text === "") return USUAL_MAX_PARALLEL;
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= MOST_PARALLEL) return count;
  const message = `NIGHTGRID_BATCH_MAX_PARALLEL is "${text}", which is no number from 1 to 10,000.`;
  reportAt(section, ["executor"], { code: "DAG_VALUE_INVALID", message, hint: "Set it right, or unset it." });
  return USUAL_MAX_PARALLEL;
}
