import { paths } from '../../web/paths.ts'

/**
 * Whoever goes from 核对 to one page, item or material comes back there when it is saved, not to what follows it in the
 * form: to the top, where what is wrong is told, or to the place on it.
 */
const ways = ['check', 'answers'] as const

export type WayBack = (typeof ways)[number]

/** `list`: of an item that is opened out of its list, which leads back to the list first. */
type Name = 'return' | 'list'

/** The way back an address carries. */
export const wayBackOf = (query: Readonly<Record<string, string>>, name: Name = 'return'): WayBack | undefined =>
  ways.find((way) => way === query[name])

/** An address with the way back in it; as it is, where there is none. */
export const withBack = (href: string, back: WayBack | undefined, name: Name = 'return'): string => {
  if (!back) return href
  const [path = '', hash] = href.split('#')
  return `${path}${path.includes('?') ? '&' : '?'}${name}=${back}${hash === undefined ? '' : `#${hash}`}`
}

/** 核对, where somebody came from: its top, or the place of it. */
export const backToCheck = (caseId: string, back: WayBack, place: string): string =>
  `${paths.checkAnswers(caseId)}${back === 'answers' ? `#${place}` : ''}`

/** Asks a file away from the page of all materials, and leads back there. */
export const removalFromAll = (caseId: string, attachment: string): string =>
  `${paths.removeAttachment(caseId, attachment)}?from=materials`
