// What every word file of the portal has alike: its type and its paper.

export const SONG = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '宋体' }
/** Twips: a line and a half, and two characters of the body (小四). */
export const LINE = 360
export const INDENT = 480

/** An A4 sheet with the same margin on each side, in twips. */
export const a4 = (margin: number) => ({
  size: { width: 11_906, height: 16_838 },
  margin: { top: margin, bottom: margin, left: margin, right: margin },
})
