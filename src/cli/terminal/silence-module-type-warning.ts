const CODE = "MODULE_TYPELESS_PACKAGE_JSON";

/**
 * Keeps Node from telling, once for each strategy and callback outside of a package, that it had to find out by itself
 * that they are ES modules. Other warnings are told as before.
 */
export function silenceModuleTypeWarning(): void {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = (...args: readonly unknown[]): void => {
    if (!args.some(isCode)) Reflect.apply(emitWarning, process, args);
  };
}

/** Node passes the code by itself, users in an object. */
function isCode(value: unknown): boolean {
  return value === CODE || (typeof value === "object" && value !== null && "code" in value && value.code === CODE);
}
