/** How far what somebody asked to be fetched of prices is. The last three are ends. */
export const PRICE_FETCH_STATES = ["queued", "running", "succeeded", "failed", "cancelled"] as const;
export type PriceFetchState = (typeof PRICE_FETCH_STATES)[number];
