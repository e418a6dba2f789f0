// Small things several parts make their pages of.

export const make = (name, className = '', text = '') => {
  const element = document.createElement(name)
  if (className) element.className = className
  element.textContent = text
  return element
}

/** A button that sends nothing. */
export const makeButton = (text, look, act) => {
  const button = make('button', `button button--${look}`, text)
  button.type = 'button'
  button.addEventListener('click', act)
  return button
}

/** As lists of files show it, see core/files.ts. */
export const sizeText = (bytes) =>
  bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`
