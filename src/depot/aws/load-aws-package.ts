import { AppError } from "../../core/errors/app-error.ts";

/**
 * Loads a package of AWS, which Nightgrid does not bring, when it is first needed: that takes a third of a second and 80 MB.
 *
 * @param whose what needs it, to begin a sentence with
 * @throws AppError PACKAGE_MISSING
 */
export async function loadAwsPackage<T>(
  load: () => Promise<T>,
  { whose, packages }: { readonly whose: string; readonly packages: string },
): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw new AppError("PACKAGE_MISSING", `${whose} needs AWS's own packages, which are not installed`, {
      hint: `Install them beside Nightgrid: npm install ${packages}.`,
      cause: error,
    });
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND";
}
