// The keys of a case: j and k go from one page or material to the next, y and n mark it, o opens its file. Told beside
// 目录 and switched off there; they never work while something is typed.

const kept = 'case-keys'
const isOff = () => localStorage.getItem(kept) === 'off'

const entries = () => [...document.querySelectorAll('[data-entry]')]
let at

const unfold = (element) => {
  for (let fold = element.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true
}

const goTo = (entry) => {
  if (!entry) return
  at?.classList.remove('entry--at')
  at = entry
  unfold(entry)
  entry.classList.add('entry--at')
  entry.tabIndex = -1
  entry.focus({ preventScroll: true })
  entry.scrollIntoView({ block: 'nearest' })
}

/** The next one from where one is; at first the first one that stands open. */
const move = (by) => {
  const all = entries()
  const now = all.indexOf(at)
  goTo(now < 0 ? (all.find((entry) => entry.closest('details')?.open) ?? all[0]) : all[now + by])
}

const press = (selector) => {
  const button = at?.querySelector(selector)
  button?.click()
  return button !== undefined && button !== null
}

const keys = {
  j: () => move(1),
  k: () => move(-1),
  y: () => {
    if (press('.review__marks button[value^="PASS@"]')) move(1)
  },
  n: () => press('.review__marks button[name="mark"]'),
  o: () => press('a[data-file]'),
}

const isTyping = ({ target }) => target.matches('input, select, textarea, [contenteditable]')

export const start = (note) => {
  const button = note.querySelector('[data-keys-switch]')
  const say = () => (button.textContent = isOff() ? '启用快捷键' : '停用快捷键')
  button.addEventListener('click', () => {
    localStorage.setItem(kept, isOff() ? 'on' : 'off')
    say()
  })
  say()
  note.hidden = false
  document.addEventListener('keydown', (event) => {
    if (isOff() || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return
    if (!Object.hasOwn(keys, event.key)) return
    event.preventDefault()
    keys[event.key]()
  })
  // A press with the pointer is where the keys go on from.
  document.addEventListener('focusin', (event) => {
    const entry = event.target.closest('[data-entry]')
    if (entry && entry !== at) {
      at?.classList.remove('entry--at')
      at = entry
    }
  })
  // A link to something within the page opens what it is folded in.
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="#"]')
    const target = link && document.getElementById(link.hash.slice(1))
    if (target) unfold(target)
  })
  document.querySelector('[data-open-all]')?.addEventListener('click', (event) => {
    event.preventDefault()
    const parts = [...document.querySelectorAll('[data-case-part]')]
    const open = parts.some((part) => !part.open)
    for (const part of parts) part.open = open
    event.target.textContent = open ? '全部收起' : '全部展开'
  })
}
