const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Ids from addresses: anything that is no UUID names nothing. */
export const isId = (text: string): boolean => uuid.test(text)

/** The version a form was shown with; what is no count names a version that never was, so that a save conflicts. */
export const readVersion = (text: string | undefined): number => (/^\d{1,9}$/.test(text ?? '') ? Number(text) : -1)
