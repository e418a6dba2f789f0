/** Rows of cells out of what spreadsheets put on the clipboard: tabs and line ends, quotes around what holds one. */
export const cellsOf = (text) => {
  const rows = [['']]
  let quoted = false
  for (let at = 0; at < text.length; at += 1) {
    const row = rows.at(-1)
    const char = text[at]
    if (quoted && char === '"' && text[at + 1] === '"') {
      row[row.length - 1] += '"'
      at += 1
    } else if (char === '"' && (quoted || row.at(-1) === '')) quoted = !quoted
    else if (!quoted && char === '\t') row.push('')
    else if (!quoted && char === '\n') rows.push([''])
    else if (char !== '\r') row[row.length - 1] += char
  }
  if (rows.at(-1).length === 1 && rows.at(-1)[0] === '') rows.pop()
  return rows
}
