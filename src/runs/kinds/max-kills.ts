/** What has killed this many workers while it was alone is not tried again (I4). */
export const MAX_KILLS = 3;
