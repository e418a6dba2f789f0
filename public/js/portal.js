// What pages gain when scripts run. Each part is fetched only where a page has something for it,
// and every page works without any of them.

const parts = [
  ['[data-captcha-work]', () => import('./captcha-work.js')],
  // Before what takes every form: it signs first and sends afterwards.
  ['[data-present]', () => import('./present.js')],
  ['[data-sign]', () => import('./sign.js')],
  ['form', () => import('./guard.js')],
  ['[data-verdict]', () => import('./verdict.js')],
  ['[data-keys]', () => import('./case-keys.js')],
  ['[data-file]', () => import('./viewer.js')],
  ['[data-table]', () => import('./table.js')],
  ['[data-sheet]', () => import('./sheet.js')],
  ['[data-autosave]', () => import('./autosave.js')],
  ['input[data-max-bytes]', () => import('./shrink.js')],
  ['[data-show-field]', () => import('./conditional.js')],
  // After what decides which of its fields are asked.
  ['[data-meters]', () => import('./meter.js')],
  ['[data-named-by]', () => import('./document-label.js')],
  ['[data-module]', () => import('./govuk.js')],
  ['.govuk-form-group--error', () => import('./corrected.js')],
  ['[data-password]', () => import('./password.js')],
  ['[data-captcha-refresh]', () => import('./captcha.js')],
  ['[data-availability]', () => import('./availability.js')],
  ['[data-sms-url]', () => import('./sms.js')],
  ['[data-cascade]', () => import('./cascade.js')],
  ['[data-names-choice]', () => import('./names-choice.js')],
  ['[data-upload]', () => import('./upload.js')],
  ['[data-scan]', () => import('./scan.js')],
  ['[data-camera]', () => import('./camera.js')],
  ['[data-fold-target]', () => import('./fold.js')],
  ['.fold', () => import('./print-folds.js')],
  ['[data-print]', () => import('./print.js')],
  ['[data-copied]', () => import('./copied.js')],
  ['body[data-session-minutes]', () => import('./session.js')],
]

// All are fetched at once and started in their order.
for (const [selector, load] of parts) if (document.querySelector(selector)) void load()

for (const [selector, load] of parts) {
  const elements = document.querySelectorAll(selector)
  if (elements.length === 0) continue
  const { start } = await load()
  for (const element of elements) start(element)
}
