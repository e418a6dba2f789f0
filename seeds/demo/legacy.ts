import { randomUUID } from 'node:crypto'
import type { Knex } from 'knex'
import type { AnswerSet } from '../../src/core/matters/define.ts'
import { nameKey } from '../../src/core/names/normalize.ts'
import { socialGroupEstablishment } from '../../src/matters/establishment/social-group/index.ts'
import { exampleCase } from '../../src/matters/example-case.ts'
import { legacyHash } from '../../src/modules/binding/legacy-hash.ts'
import { bindingPlaces, type HashKind, type LegacyCase } from '../../src/modules/binding/store.ts'
import type { DemoTools } from './tools.ts'

type DemoLegacyAccount = {
  readonly name: string
  readonly loginName: string
  readonly password: string
  readonly authorityCode: string
  readonly authority: string
  readonly hashKind: HashKind
  readonly salt: string
  /** Where the establishment stopped in the old system. */
  readonly stage: string
  readonly field: string
  readonly area: string
  readonly contact: string
  readonly phone: string
}

/** Invented organizations of the old system of Liaoning, as it kept them: weak passwords under weak digests. */
export const demoLegacyAccounts = [
  {
    name: '辽宁省古籍数字化研究会',
    loginName: 'lngj2019',
    password: 'guji2019',
    authorityCode: 'liaoning-mzt',
    authority: '辽宁省民政厅',
    hashKind: 'MD5',
    salt: '7c1e09ab',
    stage: 'nameApproval',
    field: '古籍数字化',
    area: '辽宁省',
    contact: '王秀兰',
    phone: '13900000003',
  },
  {
    name: '鞍山市岫玉雕刻技艺保护协会',
    loginName: 'asxy2020',
    password: 'Xiuyu2020',
    authorityCode: 'anshan-spj',
    authority: '鞍山市行政审批局',
    hashKind: 'SHA1',
    salt: 'e2f4508d',
    stage: 'establishmentSubmission',
    field: '岫玉雕刻技艺',
    area: '鞍山市',
    contact: '孙德胜',
    phone: '13800000007',
  },
  {
    name: '鞍山市钢铁文化研究会',
    loginName: 'asgtwh',
    password: 'gangtie66',
    authorityCode: 'anshan-spj',
    authority: '鞍山市行政审批局',
    hashKind: 'MD5',
    salt: '90d3b71c',
    stage: 'nameConsultation',
    field: '钢铁文化',
    area: '鞍山市',
    contact: '周婷',
    phone: '13800000008',
  },
  {
    name: '鞍山市千山区南果梨栽培技术协会',
    loginName: 'qsngl01',
    password: 'nanguoli01',
    authorityCode: 'qianshan-mzj',
    authority: '鞍山市千山区民政局',
    hashKind: 'SHA1',
    salt: '4b6a92f7',
    stage: 'establishmentCompletion',
    field: '南果梨栽培技术',
    area: '鞍山市千山区',
    contact: '陈雨桐',
    phone: '13900000006',
  },
] as const satisfies readonly DemoLegacyAccount[]

/** Last day an approved name of the old system is kept. */
const nameKeptUntil = '2027-05-31'

/** What had been filled in before the case stopped: the pages of every earlier stage, and the first of its own. */
const answersOf = (account: DemoLegacyAccount): AnswerSet => {
  const { stages } = socialGroupEstablishment
  const reached = stages.findIndex(({ code }) => code === account.stage)
  const filled = new Set<string>([
    ...stages.slice(0, reached).flatMap((stage) => [...stage.pages]),
    ...(stages[reached]?.pages.slice(0, 2) ?? []),
  ])
  const answers = exampleCase(socialGroupEstablishment, {
    seed: account.loginName,
    name: account.name,
    words: {
      古建筑彩绘保护: account.field,
      古建筑彩绘: account.field,
      山西省太原市迎泽区: '辽宁省鞍山市千山区',
      太原市迎泽区: '鞍山市千山区',
      太原: '鞍山',
      山西省文物局: '鞍山市示例主管局',
      山西省: account.area,
      山西: '辽宁',
      汾河: '千山',
      汾: '千',
      晋: '鞍',
    },
  })
  return Object.fromEntries(
    Object.entries(answers)
      .filter(([page]) => filled.has(page))
      .map(([page, data]) =>
        page === 'name'
          ? [page, { ...data, values: { ...data.values, alternativeName1: '', alternativeName2: '' } }]
          : [page, data],
      ),
  )
}

const caseOf = (account: DemoLegacyAccount): LegacyCase => ({
  matter: socialGroupEstablishment.code,
  stage: account.stage,
  reservedUntil: ['establishmentSubmission', 'establishmentCompletion'].includes(account.stage) ? nameKeptUntil : null,
  answers: answersOf(account),
})

/** The old system's accounts; missing ones are added, present ones stay, bound or not. */
export const seedDemoLegacyAccounts = async (knex: Knex, { crypto }: DemoTools): Promise<void> => {
  const authorities = await knex('authority').select<{ id: number; code: string }[]>('id', 'code')
  const rows = demoLegacyAccounts.flatMap((account) => {
    const authority = authorities.find(({ code }) => code === account.authorityCode)
    if (!authority) return []
    const id = randomUUID()
    return [
      {
        id,
        organization_name: account.name,
        name_key: nameKey(account.name),
        login_name: account.loginName,
        authority_id: authority.id,
        contact_name: account.contact,
        phone_enc: crypto.encrypt(account.phone, bindingPlaces.legacyPhone(id)),
        phone_idx: crypto.index('phone', account.phone),
        hash_kind: account.hashKind,
        salt: account.salt,
        password_hash: legacyHash(account.hashKind, account.salt, account.password),
        stage: account.stage,
        case_enc: crypto.encrypt(JSON.stringify(caseOf(account)), bindingPlaces.legacyCase(id)),
      },
    ]
  })
  if (rows.length > 0) await knex('legacy_account').insert(rows).onConflict().ignore()
}
