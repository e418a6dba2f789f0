// Opens what is folded for paper, in browsers whose style sheets cannot (::details-content is of 2024).

export const start = (fold) => {
  if (CSS.supports('selector(::details-content)')) return
  addEventListener('beforeprint', () => {
    if (fold.open) return
    fold.open = true
    addEventListener('afterprint', () => (fold.open = false), { once: true })
  })
}
