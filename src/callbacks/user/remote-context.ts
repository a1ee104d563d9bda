import type { LogFields, Logger } from "../../core/log.ts";
import type { RoomContext } from "../../sandbox/room.ts";
import type { ArtifactWriter, CellView, ResultsQuery } from "../callback-context.ts";
import type { OpenContext } from "../guarded-context.ts";
import type { RunQuestion } from "./callback-questions.ts";
import type { CallbackServicesByName } from "./context-services.ts";

/** The context of a callback in its own process: what it asks for is asked of the worker, which has the database. */
export function remoteContext({ run, dag }: RunQuestion, room: RoomContext): OpenContext {
  const ask = <K extends keyof CallbackServicesByName>(
    service: K,
    ...input: Parameters<CallbackServicesByName[K]>
  ): ReturnType<CallbackServicesByName[K]> =>
    room.call(service, ...(input as readonly unknown[])) as ReturnType<CallbackServicesByName[K]>;
  return {
    run,
    dag,
    results: resultsQuery(ask),
    values: { get: (name) => ask("valueOf", name), set: (name, value) => ask("setValue", name, value) },
    data: { bars: (backtest) => ask("bars", backtest), problems: (backtest) => ask("problems", backtest) },
    artifacts: artifactWriter(ask),
    services: {
      renderTearsheet: (backtest) => ask("renderTearsheet", backtest),
      writeSeries: (options) => ask("writeSeries", options),
      updateData: (options) => ask("updateData", options),
      notify: (message) => ask("notify", message),
    },
    log: logger(room),
    signal: room.signal,
  };
}

type Ask = <K extends keyof CallbackServicesByName>(
  service: K,
  ...input: Parameters<CallbackServicesByName[K]>
) => ReturnType<CallbackServicesByName[K]>;

function resultsQuery(ask: Ask): ResultsQuery {
  return {
    best: (limit, backtest, metrics) => ask("best", limit, backtest, metrics),
    async *all(backtest): AsyncGenerator<CellView, void, undefined> {
      const id = await ask("openCells", backtest);
      try {
        for (;;) {
          const page = await ask("nextCells", id);
          if (page.length === 0) return;
          yield* page;
        }
      } finally {
        await ask("closeCells", id);
      }
    },
    statistics: (backtest) => ask("statistics", backtest),
  };
}

function artifactWriter(ask: Ask): ArtifactWriter {
  return {
    async write(name, content) {
      if (typeof content === "string" || content instanceof Uint8Array) return ask("writeArtifact", name, content);
      const id = await ask("openArtifact", name);
      try {
        for await (const chunk of content) await ask("addToArtifact", id, chunk);
      } catch (error) {
        await ask("abandonArtifact", id);
        throw error;
      }
      return ask("closeArtifact", id);
    },
  };
}

function logger(room: RoomContext): Logger {
  const at =
    (level: keyof Logger) =>
    (message: unknown, fields: LogFields = {}): void =>
      room.log(level, String(message), fields);
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}
