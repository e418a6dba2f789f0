/**
 * The integration tests of one worker share its modules, so that the portal's code is loaded once; what a helper counts
 * (names, numbers, phones) begins anew in every file, as if it were alone.
 */
const beginnings: (() => void)[] = []

/** Has something done at the beginning of every further test file. */
export const atEachFile = (begin: () => void): void => {
  beginnings.push(begin)
}

export const beginFile = (): void => {
  for (const begin of beginnings) begin()
}
