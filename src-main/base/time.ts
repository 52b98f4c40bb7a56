/** Milliseconds of a day of 24 hours; all times are UTC. */
export const DAY_MS = 86_400_000;
