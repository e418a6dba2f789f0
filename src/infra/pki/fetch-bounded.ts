/** How long an authority may take to answer, milliseconds. */
const patience = 5_000
const mostRedirects = 2

type Asking = {
  /** Sent by POST; without it the address is fetched. */
  readonly body?: Uint8Array
  readonly type?: string
  readonly mostBytes: number
}

const isHttp = (url: string): boolean => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)

/** Asks an authority over HTTP, bounded in time, bytes and redirects; throws where it gives no answer. */
export const fetchBounded = async (url: string, { body, type, mostBytes }: Asking): Promise<Uint8Array> => {
  const signal = AbortSignal.timeout(patience)
  let place = url
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    if (!isHttp(place)) throw new Error('an address that is not of the web')
    const response = await fetch(place, {
      redirect: 'manual',
      signal,
      ...(body ? { method: 'POST', body: Buffer.from(body), headers: { 'content-type': type ?? '' } } : {}),
    })
    if (response.status >= 300 && response.status < 400) {
      await response.body?.cancel()
      place = new URL(response.headers.get('location') ?? '', place).href
      continue
    }
    if (!response.ok) {
      await response.body?.cancel()
      throw new Error(`answered ${response.status}`)
    }
    const pieces: Uint8Array[] = []
    let size = 0
    for await (const piece of response.body ?? []) {
      size += piece.length
      // Leaving the loop gives the connection up; nothing more of it is read.
      if (size > mostBytes) throw new Error('the answer is too long')
      pieces.push(piece)
    }
    return new Uint8Array(Buffer.concat(pieces))
  }
  throw new Error('sent on too often')
}
