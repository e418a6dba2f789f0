/**
 * A text with what it names in braces put in: `{area}`, `{conclusion}`, terms of the province. A name nobody gives says
 * nothing.
 */
export const withWords = (text: string, words: Readonly<Record<string, unknown>>): string =>
  // A function, because `$&` and its like in a text to put in would be read as patterns.
  text.replaceAll(/\{([a-zA-Z]+)\}/g, (_hole, name: string) => {
    const word = words[name]
    return typeof word === 'string' || typeof word === 'number' ? String(word) : ''
  })
