// Shares of a standard move while the amounts they are made of are typed. The verdict is made of whole fen, as
// core/charity/spending.ts makes it; the server makes it again when the page is saved.

import { read, show } from './amounts.js'
import { seenOnlyWhileAsked } from './conditional.js'
import { say } from './request.js'

/** How a part stands to a share of a whole; `mean` counts where it asks less. What is not there is undefined. */
export const measure = ({ least, percent, exemptBelow }, part, whole, mean) => {
  const byMean = whole !== undefined && mean !== undefined && mean < whole
  let base = byMean ? mean : whole
  if (least && base !== undefined && base < 0n) base = 0n
  const bound = base === undefined ? undefined : (base * percent + (least ? 99n : 0n)) / 100n
  let state = 'waiting'
  if (part !== undefined && exemptBelow !== undefined && part < exemptBelow) state = 'exempt'
  else if (part !== undefined && base !== undefined)
    state = (least ? part * 100n >= base * percent : part * 100n <= base * percent) ? 'met' : 'unmet'
  return { state, part, base, bound, byMean }
}

/** Cut down where it must be reached, up where it may not be passed: a bound is never shown kept that is not. */
export const percentText = (part, whole, least) => {
  if (whole <= 0n) return ''
  const scaled = part * 10_000n
  let hundredths = scaled / whole
  if (!least && scaled % whole > 0n) hundredths += 1n
  if (least && scaled % whole < 0n) hundredths -= 1n
  const digits = String(hundredths < 0n ? -hundredths : hundredths).padStart(3, '0')
  return `（${hundredths < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}%）`
}

/** How much of its width a bar is full where the bound stands at two thirds of it. */
export const fullness = ({ state, part, bound }) => {
  if (state === 'waiting' || part <= 0n) return 0
  if (bound === undefined || bound <= 0n) return state === 'exempt' ? 0 : 100
  const share = (part * 200n) / (bound * 3n)
  return share > 100n ? 100 : Number(share)
}

const tones = { met: 'success', unmet: 'danger', exempt: 'neutral', waiting: 'neutral' }

/** What is not asked counts for nothing, whatever was typed there before. */
const typedIn = (input) => (input && !input.closest('[hidden]') ? read(input.value) : undefined)

/** The sum of terms as the page has them: ids of inputs, `=` before fen. An empty first one leaves nothing. */
const addUp = (terms) => {
  let sum
  for (const [index, term] of terms.split(' ').entries()) {
    const off = term.startsWith('-')
    const name = off ? term.slice(1) : term
    const amount = name.startsWith('=') ? BigInt(name.slice(1)) : typedIn(document.getElementById(name))
    if (amount === undefined && index === 0) return undefined
    sum = (sum ?? 0n) + (off ? -1n : 1n) * (amount ?? 0n)
  }
  return sum
}

const startOne = (element) => {
  const { percent, exemptBelow, part, whole, mean, tags, told, sum, ...one } = JSON.parse(element.dataset.meter)
  const rule = {
    least: one.least,
    percent: BigInt(percent),
    exemptBelow: exemptBelow === undefined ? undefined : BigInt(exemptBelow),
  }
  const [tag, bar, sumText, toldText] = ['tag', 'bar', 'sum', 'told'].map((name) =>
    element.querySelector(`[data-meter-${name}]`),
  )
  return () => {
    const found = measure(rule, addUp(part), addUp(whole), addUp(mean))
    const { state } = found
    const counted = state === 'met' || state === 'unmet'
    const amounts = {
      of: found.byMean ? one.ofMean : one.of,
      base: show(found.base ?? 0n),
      part: show(found.part ?? 0n),
      bound: show(found.bound ?? 0n),
      share: counted ? percentText(found.part, found.base, rule.least) : '',
    }
    const gap = (found.part ?? 0n) - (found.bound ?? 0n)
    amounts.gap = show(gap < 0n ? -gap : gap)
    const put = (text) => text.replaceAll(/\{(\w+)\}/g, (_all, name) => amounts[name])
    const before = element.dataset.state
    element.dataset.state = state
    tag.className = `tag tag--${tones[state]}`
    tag.textContent = tags[state]
    bar.setAttribute('width', fullness(found))
    sumText.textContent = counted ? put(sum) : ''
    toldText.textContent = put(told[state])
    return { state, changed: before !== state, text: `${element.dataset.title}：${tags[state]}` }
  }
}

export const start = (meters) => {
  const form = meters.closest('form')
  const all = [...meters.querySelectorAll('[data-meter]')].map(startOne)
  const region = meters.querySelector('[data-meters-text]')
  const note = meters.querySelector('[data-meters-unmet]')
  const field = document.getElementById(meters.dataset.explanation)?.closest('.govuk-form-group')
  if (field) seenOnlyWhileAsked(field)
  const update = () => {
    const found = all.map((one) => one())
    const unmet = found.some(({ state }) => state === 'unmet')
    note.hidden = !unmet
    if (field) field.hidden = !unmet
    const moved = found.filter(({ changed }) => changed).map(({ text }) => text)
    if (moved.length > 0) say(region, moved.join('；'))
  }
  form.addEventListener('input', update)
  form.addEventListener('change', update)
  addEventListener('pageshow', update)
  update()
}
