/** The version whose note is the newest; its file lies in `news/`. */
export const NEWEST = "0.1.0";

/** Its lines, fetched only where they are shown. */
export const newest = async () => (await import("./news/0.1.0")).news;
