import { livedUnit } from '../../../seeds/demo/index.ts'
import type { KeyUsage } from '../../infra/pki/certificate.ts'
import { sandboxPeople } from '../people.ts'

/** The password of every key file and medium of the sandbox; it stands beside them. */
export const demoKeyPassword = 'Zhengshu@2026'

/** A certificate of the sandbox. `days`: from and until when it is good, counted from the first start. */
export type DemoCertificate = {
  readonly id: string
  /** What it is good for when trying the portal. */
  readonly note: string
  /** None: a person's own. */
  readonly unit?: string
  readonly uscc?: string
  readonly person?: { readonly name: string; readonly id: string }
  readonly kind: 'EC' | 'RSA' | 'SM2'
  readonly days: readonly [number, number]
  readonly usage?: readonly KeyUsage[]
  readonly revoked?: true
  /** Issued by an authority the portal does not trust. */
  readonly foreign?: true
  /** Has the key of another one, which it renews. */
  readonly renews?: string
}

const person = (name: string) => {
  const found = sandboxPeople.find((one) => one.name === name)
  if (!found) throw new Error(`nobody of the sandbox is called ${name}`)
  return { name, id: found.residentId }
}

const lived = (unit: string) => {
  const { uscc, people } = livedUnit(unit)
  const holder = (place: number) => {
    const found = people.at(place)
    if (!found) throw new Error(`nobody holds that post at ${unit}`)
    return { name: found.name, id: found.residentId }
  }
  return { own: { unit, uscc }, head: holder(0), supervisor: holder(-1) }
}

const books = { unit: '山西省古籍修复研究会', uscc: '51140000MJ0000018C' } as const
const grain = { unit: '山西省小杂粮产业促进会', uscc: '51140000MJ0001010T' } as const
const wetland = { unit: '山西省黄河湿地保护协会', uscc: '51140000MJ0001037J' } as const
const service = { unit: '山西汾水社会工作服务中心', uscc: '52140000MJ00020138' } as const
const logistics = lived('山西省智慧物流行业协会')
const orchard = lived('山西省果树栽培技术协会')
const probation = lived('山西平安社区矫正服务中心')
const grants = lived('山西省青苗助学基金会')
const medicine = lived('山西省杏林中医药文化促进会')

const usual = [-30, 335] as const

/** The one that is bound from the start. */
export const boundCertificate = 'wuliu'

/** Every state a certificate can be in, of organizations of the demo register and of people of theirs. */
export const demoCertificates: readonly DemoCertificate[] = [
  { ...books, id: 'guji', note: '有效（RSA），第一次登录时绑定', kind: 'RSA', days: usual },
  {
    ...books,
    id: 'guji-handler',
    note: '有效，经办人陈雨桐持有：绑定到经办人自己的个人账号，须先由单位委任',
    person: person('陈雨桐'),
    kind: 'EC',
    days: usual,
  },
  { ...books, id: 'guji-second', note: '有效，同一单位的另一张：几张里选一张用于年报', kind: 'EC', days: usual },
  { ...books, id: 'guji-sm2', note: '有效，国密（SM2）：只能通过介质使用', kind: 'SM2', days: usual },
  { ...wetland, id: 'shidi', note: '有效（椭圆曲线），快到期', kind: 'EC', days: [-320, 45] },
  {
    ...wetland,
    id: 'shidi-renewed',
    note: '上一张续期以后的新证书：绑定过上一张的，确认一次就能登录',
    kind: 'EC',
    days: [-1, 410],
    renews: 'shidi',
  },
  { ...grain, id: 'zaliang', note: '有效，另一个单位', kind: 'EC', days: usual },
  { ...service, id: 'fenshui', note: '有效，民办非企业单位', kind: 'EC', days: usual },
  {
    ...logistics.own,
    id: boundCertificate,
    note: '有效，只办过这一张，已经用于年报：直接登录，不用绑定',
    kind: 'EC',
    days: usual,
  },
  { ...orchard.own, id: 'guoshu', note: '有效，可以办2025年年报', kind: 'EC', days: usual },
  {
    id: 'guoshu-head',
    note: '个人证书：山西省果树栽培技术协会的法定代表人',
    person: orchard.head,
    kind: 'EC',
    days: usual,
  },
  {
    id: 'guoshu-supervisor',
    note: '个人证书：山西省果树栽培技术协会的监事长',
    person: orchard.supervisor,
    kind: 'EC',
    days: usual,
  },
  { ...probation.own, id: 'pingan', note: '有效，可以办2025年年报', kind: 'EC', days: usual },
  { ...grants.own, id: 'qingmiao', note: '有效（RSA），可以办2025年年报', kind: 'RSA', days: usual },
  { ...medicine.own, id: 'xinglin-former', note: '证书上还是改名以前的名称，不能绑定', kind: 'EC', days: usual },
  {
    id: 'guji-head',
    note: '个人证书：山西省古籍修复研究会的法定代表人',
    person: person('程望舒'),
    kind: 'EC',
    days: usual,
  },
  { ...books, id: 'guji-expired', note: '已过期', kind: 'EC', days: [-400, -35] },
  { ...books, id: 'guji-early', note: '还没有生效', kind: 'EC', days: [3650, 4015] },
  { ...books, id: 'guji-revoked', note: '已吊销', kind: 'EC', days: usual, revoked: true },
  {
    ...books,
    id: 'guji-encryption',
    note: '用途不对（只能加密）',
    kind: 'EC',
    days: usual,
    usage: ['keyEncipherment'],
  },
  { ...books, id: 'guji-foreign', note: '颁发机构不受信任', kind: 'EC', days: usual, foreign: true },
]
