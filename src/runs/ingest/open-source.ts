import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { AppError } from "../../core/errors/app-error.ts";
import { SecretMask } from "../../core/text/secret-mask.ts";
import { formatDuration } from "../../core/time/duration.ts";
import { httpGet } from "../../data/sources/calls/http-get.ts";
import { patientGet } from "../../data/sources/calls/patient-get.ts";
import type { Source, SourceCapabilities, SourceContext } from "../../data/sources/source.ts";
import { holdTurns, takeTurn } from "../../store/prices/token-bucket.ts";
import { retryUntilConnected } from "../retry-until-connected.ts";
import type { IngestDeps, IngestWatch } from "./ingest-deps.ts";

/** A source that can be asked: its calls wait for their turns, and are repeated where that may help. */
export interface OpenSource {
  readonly source: Source;
  readonly capabilities: SourceCapabilities;
  readonly context: SourceContext;
  wait(ms: number): Promise<void>;
}

/** Shorter waits are no news. */
const LONG_WAIT_MS = 5000;

/** @throws AppError SOURCE_UNKNOWN, listing what there is; SOURCE_INVALID; SOURCE_KEY_MISSING; SETTING_INVALID */
export async function openSource(name: string, deps: IngestDeps, { signal, onNote }: IngestWatch): Promise<OpenSource> {
  const source = await deps.sources.find(name);
  const env = (variable: string): string | undefined => deps.env[variable]?.trim() || undefined;
  const capabilities = source.capabilities({ env });
  const key = capabilities.keyNames.map(env).find((value) => value !== undefined);
  if (key === undefined && capabilities.needsKey) throw keyMissing(source, capabilities);
  const bucket = { source: name, keyHash: key === undefined ? "" : createHash("sha256").update(key).digest("hex") };
  const wait = async (ms: number): Promise<void> => {
    signal.throwIfAborted();
    if (ms > 0) await (deps.wait ?? waitFor)(ms, signal);
  };
  const note = (text: string): void => onNote?.(text);
  const pause = async (ms: number): Promise<void> => {
    await retryUntilConnected(() => holdTurns(deps.database, bucket, ms));
    await wait(ms);
  };
  const { send = (of, request) => httpGet(of, request, { signal }) } = deps;
  const get = patientGet(source, {
    send: (request) => send(name, request, signal),
    turns: {
      take: () => retryUntilConnected(() => takeTurn(deps.database, bucket, capabilities.callsPerMinute)),
      hold: (ms) => retryUntilConnected(() => holdTurns(deps.database, bucket, ms)),
    },
    wait: async (ms) => {
      if (ms >= LONG_WAIT_MS) onNote?.(`${name}: the next call may be made in ${formatDuration(ms)}`);
      await wait(ms);
    },
    random: deps.random,
    now: () => deps.clock.now(),
    secrets: new SecretMask(capabilities.keyNames.flatMap((each) => env(each) ?? [])),
    onRetry: (reason, ms) => onNote?.(`${name}: ${reason}; again in ${formatDuration(ms)}`),
  });
  return { source, capabilities, context: { get, pause, note, env, now: deps.clock.now(), signal }, wait };
}

function keyMissing({ name }: Source, { keyNames }: SourceCapabilities): AppError {
  return new AppError("SOURCE_KEY_MISSING", `${name} answers nobody without a key`, {
    hint: `Set ${keyNames[0] ?? "its key"} in the environment; docs/data-sources-reference.md and docs/data-sources-own.md say what it is for.`,
    details: { variables: keyNames },
  });
}

async function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal });
}
