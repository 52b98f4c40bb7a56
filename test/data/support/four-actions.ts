/** Four actions of two users, ties in source order. */
export const CSV = `user,pin,at,type,durationSeconds
b,p2,20,save,
a,p9,10,closeup,12.5
a,p1,10,save,
a,p3,5,closeup,3
`;

/** Their timelines, as `temporaryWorkspace` tells them. */
export const TIMELINES = ['b: p2@20', 'a: p3@5 p9@10 p1@10'];

/** How they are read. */
export const ms = {
  mapping: { time: 'ms', positive: 'type = save or duration > 10' },
} as const;
