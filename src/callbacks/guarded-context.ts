import type { CallbackContext } from "./callback-context.ts";

/** A context before the options of a callback are checked. */
export type OpenContext = Omit<CallbackContext, "options">;

/** The same context, whose ways to change anything are closed once its signal has fired: a callback that was given up leaves no late traces. */
export function guardedContext(context: OpenContext): OpenContext {
  const { signal, values, artifacts, services } = context;
  const whileRunning =
    <A extends readonly unknown[], R>(act: (...input: A) => Promise<R>) =>
    async (...input: A): Promise<R> => {
      signal.throwIfAborted();
      return await act(...input);
    };
  return {
    ...context,
    values: { get: (name) => values.get(name), set: whileRunning((name, value) => values.set(name, value)) },
    artifacts: { write: whileRunning((name, content) => artifacts.write(name, content)) },
    services: {
      ...services,
      writeSeries: whileRunning((options) => services.writeSeries(options)),
      updateData: whileRunning((options) => services.updateData(options)),
      notify: whileRunning((message) => services.notify(message)),
    },
  };
}
