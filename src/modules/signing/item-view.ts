import { chineseDate } from '../../core/documents/dates.ts'
import { localDate, localDateTime } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { placeText } from '../cases/signed-papers.ts'
import { mayDo } from '../grants/access.ts'
import { stateTag } from './queue.ts'
import { sealingOrganization } from './signer.ts'
import type { LoadedItem, PlaceRow } from './store.ts'

const asked = (place: PlaceRow): string =>
  place.role === 'organization'
    ? `用“${place.name}”的单位证书加盖电子印章。`
    : `由${placeText(place.role, place.name)}本人用个人证书签名。`

const certificateRows = (place: PlaceRow) =>
  place.signed_at === null
    ? []
    : [
        { label: '证书', text: place.subject ?? '' },
        { label: '颁发机构', text: place.issuer ?? '' },
        { label: '证书序列号', text: place.serial ?? '' },
        { label: '证书有效期至', text: place.not_after ? chineseDate(localDate(place.not_after)) : '' },
        { label: '签名时间', text: `${localDateTime(place.stamped_at ?? place.signed_at).text}（时间戳）` },
      ]

/** Why whoever looks cannot sign what waits; undefined where they can. */
const hindrance = ({ whole }: LoadedItem): string | undefined => {
  if (mayDo(whole, 'sign')) return undefined
  return (
    whole.acting?.hindrance ??
    `${whole.owner.name}给您的授权不包括签章。要由您签章的，请单位的法人账号重新委任，授权选择签章；也可以由法人账号登录后在“待签章”里签。`
  )
}

/** One file that is signed: who signs and how they did, with the pictures of their seals. */
export const itemView = async (deps: Deps, loaded: LoadedItem) => {
  const { item, whole, places, open, changed } = loaded
  const organization = await sealingOrganization(deps, whole, item.organization_id)
  const next = places.find(({ signed_at: at }) => at === null)
  const year = whole.caseFile.fiscal_year
  return {
    id: item.id,
    title: item.title,
    tag: stateTag(item.state === 'WAITING' && !open ? 'VOID' : item.state),
    about: `${whole.caseFile.title} · ${year ?? ''}${whole.matter.title}`,
    listed: `${localDateTime(item.listed_at).text}列入`,
    fileHref: paths.signFile(item.id),
    digest: item.sha256,
    places: places.map((place) => ({
      text: placeText(place.role, place.name),
      tag: stateTag(place.signed_at === null ? 'WAITING' : 'SIGNED'),
      picture: place.signed_at === null ? undefined : paths.signSeal(item.id, String(place.position)),
      alt: `${place.role === 'organization' ? '印章' : '签名'}：${place.name}`,
      rows: certificateRows(place),
    })),
    signed: item.state === 'SIGNED',
    waiting: open,
    closed: item.state === 'WAITING' && !open,
    voidWhy: item.void_why,
    changed: open && changed,
    relistAction: paths.listForSigning(item.case_id, item.paper),
    takeBackAction: open ? paths.signTakeBack(item.id) : undefined,
    materialHref: paths.material(item.case_id, item.paper),
    asked: open && !changed && next ? asked(next) : undefined,
    sealWhy: next?.role === 'organization' ? organization.seal.why : undefined,
    hindrance: open ? hindrance(loaded) : undefined,
    begin: paths.signBegin(item.id),
    finish: paths.signFinish(item.id),
  }
}
