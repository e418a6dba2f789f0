import type { SealFace } from '../../core/seals/faces.ts'
import type { DocumentFonts } from './fonts.ts'

// The picture of a round seal as shapes: a ring, a star of five points, the name from left to right around it. It is
// drawn without fonts, so that it stands alike in a file, whose appearance needs no resources, and on a page as SVG.

const RED = { hex: '#c8102e', pdf: '0.784 0.063 0.180' } as const

/** a b c d e f of PDF and SVG. */
type Matrix = readonly [number, number, number, number, number, number]
type Shape = { readonly path: string; readonly matrix: Matrix }
/** Shapes in millimetres, y downwards. */
export type SealPicture = { readonly side: number; readonly alt: string; readonly shapes: readonly Shape[] }

const identity: Matrix = [1, 0, 0, 1, 0, 0]
const round = (value: number): string => String(Number(value.toFixed(3)))

/** How far the handles of four curves stand out that make a circle. */
const KAPPA = 0.5523

/** `turn`: -1 the other way round, for the hole in a ring. */
const circle = (centre: number, radius: number, turn: 1 | -1 = 1): string => {
  const at = (x: number, y: number): string => `${round(centre + x * radius * turn)} ${round(centre + y * radius)}`
  const arc = (...points: readonly (readonly [number, number])[]): string =>
    `C${points.map(([x, y]) => at(x, y)).join(' ')}`
  return [
    `M${at(1, 0)}`,
    arc([1, KAPPA], [KAPPA, 1], [0, 1]),
    arc([-KAPPA, 1], [-1, KAPPA], [-1, 0]),
    arc([-1, -KAPPA], [-KAPPA, -1], [0, -1]),
    arc([KAPPA, -1], [1, -KAPPA], [1, 0]),
    'Z',
  ].join('')
}

const star = (centre: number, radius: number): string => {
  const inner = radius * (Math.sin(Math.PI / 10) / Math.sin((3 * Math.PI) / 10))
  const points = Array.from({ length: 10 }, (_, index) => {
    const angle = (index * Math.PI) / 5
    const out = index % 2 === 0 ? radius : inner
    return `${round(centre + out * Math.sin(angle))} ${round(centre - out * Math.cos(angle))}`
  })
  return `M${points.join('L')}Z`
}

/** Parts of the diameter: the ring, the star, the gap between ring and name, what stands below the star. */
const RING = 0.027
const STAR = 0.155
const GAP = 0.022
const LOWER = 0.085
/** A character of the name is at most so high, and so much narrower than high; the ideographic square reaches below the line. */
const HIGH = 0.15
const NARROW = 0.72
const BELOW = 0.12
const widestStep = Math.PI / 6
/** The foot of the seal stays free, less of it under a long name. */
const span = (count: number): number => ((count > 24 ? 305 : 262) * Math.PI) / 180

const glyph = (fonts: DocumentFonts, char: string) => {
  const { unitsPerEm, width, glyphs } = fonts.outlines(char)
  return { unitsPerEm, width, path: glyphs.map(({ path }) => path).join('') }
}

/** Characters around the star: each stands upright on its radius, in the middle of its share of the arc. */
const around = (fonts: DocumentFonts, name: string, side: number): readonly Shape[] => {
  const chars = Array.from(name)
  const step = Math.min(widestStep, span(chars.length) / Math.max(1, chars.length - 1))
  const outer = side / 2 - (RING + GAP) * side
  // Long names are set lower, or their narrow characters could not be told apart.
  const high = Math.min(HIGH * side, Math.max(0.075 * side, step * outer * 0.95 * (chars.length > 24 ? 1.8 : 1.35)))
  const wide = Math.min(high * NARROW, step * (outer - high) * 0.98)
  return chars.map((char, index) => {
    const angle = (index - (chars.length - 1) / 2) * step
    const { unitsPerEm, width, path } = glyph(fonts, char)
    const [x, y] = [wide / Math.max(width, unitsPerEm / 2), high / unitsPerEm]
    const [sin, cos] = [Math.sin(angle), Math.cos(angle)]
    // From the glyph's own box (its line at 0, y upwards) to the arc.
    const [left, foot] = [(-width * x) / 2, -(outer - high) - BELOW * high]
    return {
      path,
      matrix: [
        x * cos,
        x * sin,
        y * sin,
        -y * cos,
        side / 2 + left * cos - foot * sin,
        side / 2 + left * sin + foot * cos,
      ] as const,
    }
  })
}

/** What the seal is for, on a line below the star. */
const below = (fonts: DocumentFonts, text: string, side: number): readonly Shape[] => {
  const parts = Array.from(text).map((char) => glyph(fonts, char))
  const em = parts.reduce((sum, { width, unitsPerEm }) => sum + width / unitsPerEm, 0)
  const high = LOWER * side
  const wide = Math.min(high * 0.85, (side * 0.56) / em)
  let at = side / 2 - (em * wide) / 2
  return parts.map(({ path, width, unitsPerEm }) => {
    const matrix: Matrix = [wide / unitsPerEm, 0, 0, -high / unitsPerEm, at, side * 0.77]
    at += (width / unitsPerEm) * wide
    return { path, matrix }
  })
}

/** A name in a frame, from left to right, in the middle of its square. */
const inFrame = (fonts: DocumentFonts, name: string, side: number): readonly Shape[] => {
  const parts = Array.from(name).map((char) => glyph(fonts, char))
  const em = parts.reduce((sum, { width, unitsPerEm }) => sum + width / unitsPerEm, 0)
  const [frame, pad] = [0.035 * side, 0.07 * side]
  const size = Math.min(0.3 * side, (side - 2 * (frame + pad)) / em)
  const [high, wide] = [size + 2 * (frame + pad), em * size + 2 * (frame + pad)]
  const [left, top] = [(side - wide) / 2, (side - high) / 2]
  const box = (inset: number): string => {
    const [x, y, r, b] = [left + inset, top + inset, left + wide - inset, top + high - inset].map(round)
    return inset === 0 ? `M${x} ${y}L${r} ${y}L${r} ${b}L${x} ${b}Z` : `M${x} ${y}L${x} ${b}L${r} ${b}L${r} ${y}Z`
  }
  let at = left + frame + pad
  return [
    { path: box(0) + box(frame), matrix: identity },
    ...parts.map(({ path, width, unitsPerEm }) => {
      const scale = size / unitsPerEm
      const matrix: Matrix = [scale, 0, 0, -scale, at, top + frame + pad + size * (1 - BELOW)]
      at += width * scale
      return { path, matrix }
    }),
  ]
}

/**
 * A round seal: star in the middle, name from left to right above it (国发〔1999〕25号), in 宋体; a person's is the name in a
 * frame. `fonts` must be those of the face.
 */
export const drawSeal = ({ name, lower, millimetres: side, ofPerson }: SealFace, fonts: DocumentFonts): SealPicture =>
  ofPerson
    ? { side, alt: `签名：${name}`, shapes: inFrame(fonts, name, side) }
    : {
        side,
        alt: `印章：${name}${lower ?? ''}`,
        shapes: [
          { path: circle(side / 2, side / 2) + circle(side / 2, side / 2 - RING * side, -1), matrix: identity },
          { path: star(side / 2, STAR * side), matrix: identity },
          ...around(fonts, name, side),
          ...(lower === undefined ? [] : below(fonts, lower, side)),
        ],
      }

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** For a page. */
export const sealSvg = ({ side, alt, shapes }: SealPicture): string => {
  const paths = shapes.map(
    ({ path, matrix }) => `<path transform="matrix(${matrix.map(round6).join(' ')})" d="${path}"/>`,
  )
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${side}mm" height="${side}mm" viewBox="0 0 ${side} ${side}" ` +
    `fill="${RED.hex}" role="img"><title>${alt.replaceAll(/[&<>]/g, (char) => entities[char] ?? '')}</title>${paths.join('')}</svg>`
  )
}

const round6 = (value: number): string => String(Number(value.toFixed(6)))

const PDF_OPERATOR: Readonly<Record<string, string>> = { M: 'm', L: 'l', C: 'c', Z: 'h' }

/** A path of SVG in the words of PDF; a quadratic curve becomes a cubic one. */
const pdfPath = (path: string): string => {
  let last: readonly [number, number] = [0, 0]
  return Array.from(path.matchAll(/([MLCQZ])([^MLCQZ]*)/g), ([, command = '', rest = '']) => {
    const values = Array.from(rest.matchAll(/-?\d*\.?\d+(?:e-?\d+)?/g), ([value]) => Number(value))
    const end = [values.at(-2) ?? last[0], values.at(-1) ?? last[1]] as const
    const [x = 0, y = 0] = values
    const points =
      command === 'Q'
        ? [...[last, end].flatMap(([a, b]) => [a + (2 / 3) * (x - a), b + (2 / 3) * (y - b)]), ...end]
        : values
    last = end
    return `${points.map(round).join(' ')} ${PDF_OPERATOR[command] ?? 'c'}`
  }).join('\n')
}

/** The content of a form whose box is the seal’s square in millimetres, y upwards; `Ink` is how its colour meets others. */
export const sealContent = ({ side, shapes }: SealPicture): string =>
  [
    `/Ink gs ${RED.pdf} rg 1 0 0 -1 0 ${side} cm`,
    ...shapes.map(({ path, matrix }) => `q ${matrix.map(round6).join(' ')} cm\n${pdfPath(path)}\nf Q`),
  ].join('\n')
