/** Where alerts can go. */
export const CHANNEL_NAMES = ["slack", "email"] as const;
export type ChannelName = (typeof CHANNEL_NAMES)[number];
