// A number is called 身份证号码 only while the document chosen is a resident's card; the server says the same.

export const start = (label) => {
  const type = label.closest('form')?.elements.namedItem(label.dataset.namedBy)
  if (!type) return
  const update = () => {
    const resident = type.value === '' || type.value === 'RESIDENT_ID'
    label.textContent = label.textContent.replace(/身份证号码|证件号码/, resident ? '身份证号码' : '证件号码')
  }
  type.addEventListener('change', update)
  addEventListener('pageshow', update)
  update()
}
