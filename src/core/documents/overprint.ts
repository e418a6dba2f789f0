/** How far the fields of a certificate are moved on a blank, in mm to the right and down; negative: left and up. */
export type Offset = { readonly right: number; readonly down: number }

export const noOffset: Offset = { right: 0, down: 0 }

/** Further than that, a field would leave the frame of the blank or the sheet: the blank lies wrong in the printer. */
export const FURTHEST = 15

/** What was typed as mm with at most one decimal; full-width digits and the several minus signs people type are read. */
export const readMillimetres = (typed: string): number | undefined => {
  const text = typed
    .normalize('NFKC')
    .replaceAll(/[−–—]/gu, '-')
    .replaceAll(/\s|毫米|mm/giu, '')
  if (!/^[+-]?\d{1,2}(\.\d)?$/.test(text)) return undefined
  // 0, never -0.
  const value = Number(text) + 0
  return Math.abs(value) <= FURTHEST ? value : undefined
}

/** An offset in words. */
export const offsetText = ({ right, down }: Offset): string =>
  `${right < 0 ? '向左' : '向右'}${Math.abs(right)}毫米，${down < 0 ? '向上' : '向下'}${Math.abs(down)}毫米`
