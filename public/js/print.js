// The print button of a printable page.

export const start = (button) => {
  button.hidden = false
  button.addEventListener('click', () => print())
}
