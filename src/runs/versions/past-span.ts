import { AppError } from "../../core/errors/app-error.ts";
import { AS_OF_HINT, asOfSpan, type MomentSpan } from "../../core/versions/known-data.ts";
import { readNow } from "../../store/connection/database-clock.ts";
import type { Connection } from "../../store/connection/transaction.ts";

/**
 * The span that `as_of` means. What counts is the clock of the database: those of hosts may be days off.
 *
 * @param what whose past is asked for, for the message
 * @throws AppError USAGE for what is no moment, or one that lies ahead
 */
export async function pastSpan(asOf: string, what: string, database: Connection): Promise<MomentSpan> {
  const span = asOfSpan(asOf);
  if (span === null) throw new AppError("USAGE", `"${asOf}" is no moment.`, { hint: AS_OF_HINT });
  if (span.from <= (await readNow(database))) return span;
  throw new AppError("USAGE", `${asOf} lies ahead: what will be known of ${what} then is not known yet.`, {
    hint: "Name a moment that has passed by the clock of the database, or leave it out to read the data of today.",
  });
}
