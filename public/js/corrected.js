// What the server said about a field is about what was typed then: it goes as soon as the field is changed, at the
// field and in the summary, so that no old fault stands beside a new answer.

const unmark = (element) => {
  element.className = element.className
    .split(/\s+/)
    .filter((name) => !name.endsWith('--error'))
    .join(' ')
  element.removeAttribute('aria-invalid')
}

const forget = (group) => {
  const messages = group.querySelectorAll('.govuk-error-message')
  const ids = new Set([...messages].map(({ id }) => id))
  for (const element of group.querySelectorAll('[aria-describedby]')) {
    const left = element
      .getAttribute('aria-describedby')
      .split(/\s+/)
      .filter((id) => id && !ids.has(id))
    if (left.length) element.setAttribute('aria-describedby', left.join(' '))
    else element.removeAttribute('aria-describedby')
  }
  for (const message of messages) message.remove()
  for (const element of [group, ...group.querySelectorAll('[aria-invalid], [class*="--error"]')]) unmark(element)

  const summary = document.querySelector('.govuk-error-summary')
  for (const link of summary?.querySelectorAll('a[href^="#"]') ?? [])
    if (group.querySelector(`#${CSS.escape(link.hash.slice(1))}`)) link.closest('li').remove()
  if (summary && !summary.querySelector('li')) summary.remove()
}

export const start = (group) => {
  const corrected = () => {
    group.removeEventListener('input', corrected)
    group.removeEventListener('change', corrected)
    forget(group)
  }
  group.addEventListener('input', corrected)
  group.addEventListener('change', corrected)
}
