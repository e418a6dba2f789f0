/**
 * A person's name as it is kept and compared, wherever one is typed: without the blanks people put between Han
 * characters to set a name of two apart (张 明), as documents have none; between Latin words one blank stays.
 */
export const normalizePersonName = (raw: string): string =>
  raw
    .normalize('NFC')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/(?<=[\p{Script=Han}·•]) (?=[\p{Script=Han}·•])/gu, '')
