// A sentence that names what is chosen in the drop-down of that id, and goes with it.

export const start = (element) => {
  const select = document.getElementById(element.dataset.namesChoice)
  if (!select) return
  const say = () => {
    const chosen = select.selectedOptions[0]
    element.textContent = chosen?.value ? chosen.text : element.dataset.empty
  }
  select.addEventListener('change', say)
  say()
}
