/** The only source of the present moment; tests put their own in its place. */
export type Clock = { readonly now: () => Date }

export const systemClock: Clock = { now: () => new Date() }
