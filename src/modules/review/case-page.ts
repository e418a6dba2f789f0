import { randomUUID } from 'node:crypto'
import type { Deps } from '../../deps.ts'
import { documentOf } from '../../documents/index.ts'
import { codePointName, type MissingGlyph } from '../../core/documents/substitutes.ts'
import { postText } from '../../core/enumerations.ts'
import { fileTypes, sizeText } from '../../core/files.ts'
import type { RawValues } from '../../core/forms/field.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { ID_TYPES } from '../../core/identity/documents.ts'
import { maskIdNumber, maskName, maskPhone } from '../../core/identity/mask.ts'
import type { Matter } from '../../core/matters/define.ts'
import { stageOf, stepText } from '../../core/matters/journey.ts'
import { excludesRepresenting } from '../../core/org-types.ts'
import { availableActions, decide } from '../../core/workflow/decide.ts'
import { localDateTime } from '../../core/workflow/deadlines.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import { actionsOf, stepOf, type Action } from '../../core/workflow/procedures/index.ts'
import type { Step } from '../../core/workflow/procedure.ts'
import { isFinal } from '../../core/workflow/statuses.ts'
import { requireMatter } from '../../matters/index.ts'
import { fieldViews, errorList } from '../../web/form-view.ts'
import { applicantRoleText } from '../../core/matters/applicant-role.ts'
import { paths } from '../../web/paths.ts'
import type { Staff } from '../../web/route.ts'
import { accountPlaces } from '../people/account.ts'
import { holderAgeRemark } from '../cases/applicant-age.ts'
import { stageSteps, statusTag } from '../cases/progress.ts'
import { isRegistered, registerStatuses, type RegisterStatus } from '../../core/register/statuses.ts'
import { localInput, opinionLength, textFields } from './action-forms.ts'
import { writingField, writingName } from '../documents/writings.ts'
import type { StaffCase } from './case-data.ts'
import { askedBeside, namesPanel, precedenceTexts } from './case-names.ts'
import { maskedCase } from './case-people.ts'
import { clockPanel } from './clock.ts'
import { collectedBy } from './collector.ts'
import { choicesOf, noteName, tickName, type ChoiceGroup } from './correction-form.ts'
import { phrasesOf, standardSentence } from './phrases.ts'
import { revealControls } from '../../web/reveal-reason.ts'
import { visitRows } from './visit-view.ts'

const at = (instant: string): string => localDateTime(new Date(instant)).text

/** What was typed into a form of the case that could not be carried out. */
export type Typed = {
  readonly action: Action
  /** Posted fields by name, as they came. */
  readonly values: RawValues
  readonly errors: FieldErrors
  /** All that was written, in one text: shown when its form is no longer on the page. */
  readonly written: string
  /** Characters without a glyph that the step asks to have written otherwise. */
  readonly missing?: readonly MissingGlyph[]
}

const submissionView = (found: StaffCase, submission: StaffCase['submissions'][number]) => {
  const { caseFile } = found
  const matter = requireMatter(caseFile.matter)
  return {
    stage: submission.stage,
    title: stageOf(matter, submission.stage).title,
    at: at(submission.at),
    findings: submission.content.findings.map(({ page, text, basis }) => [{ text: page }, { text }, { text: basis }]),
    sections: submission.content.sections,
    materials: submission.content.materials
      .filter((material) => material.files.length > 0)
      .map((material) => ({
        title: material.title,
        files: material.files.map((file) => ({
          href: paths.staffAttachment(caseFile.id, file.id),
          name: file.name,
          sizeText: sizeText(file.size),
          // What a browser can show is shown in the page.
          picture: file.type === fileTypes.jpg.extensions[0] || file.type === fileTypes.png.extensions[0],
          sheet: file.type === fileTypes.pdf.extensions[0],
        })),
      })),
  }
}

const documentStatuses = {
  VALID: { text: '有效', tone: 'success' },
  REPLACED: { text: '已被新文书替代', tone: 'neutral' },
  REVOKED: { text: '已撤销', tone: 'danger' },
} as const

const documentRows = (found: StaffCase) =>
  found.documents.map((document) => [
    { text: documentOf(document.kind).title },
    { text: document.number, nowrap: true },
    { text: at(document.issued_at) },
    { tag: documentStatuses[document.status] },
    document.ready
      ? {
          href: paths.staffDocument(found.caseFile.id, document.id),
          text: `查看${documentOf(document.kind).shortName}`,
        }
      : { text: '正在生成，请稍后刷新' },
  ])

const timeline = (found: StaffCase) => {
  const matter = requireMatter(found.caseFile.matter)
  const steps = found.events.map((event) => ({
    instant: event.at,
    title: `${stageOf(matter, event.stage).title}：${stepText(stageOf(matter, event.stage), event.action)}`,
    at: at(event.at),
    who:
      event.actor_kind === 'staff'
        ? [event.actor_role, event.actor_name].filter(Boolean).join(' ')
        : event.actor_kind === 'applicant'
          ? `申请人 ${event.actor_name}`
          : '系统',
    text: [event.conclusion, event.opinion && `内部意见：${event.opinion}`].filter(Boolean).join('\n'),
    files: [
      ...found.documents
        .filter((document) => document.event_id === event.id && document.ready)
        .map((document) => ({
          href: paths.staffDocument(found.caseFile.id, document.id),
          name: `${documentOf(document.kind).title} ${document.number}`,
        })),
      ...found.visits
        .filter((visit) => visit.event_id === event.id)
        .map((visit) => ({ href: paths.staffVisit(found.caseFile.id, visit.id), name: '现场核查记录' })),
    ],
  }))
  const transfers = found.transfers.map((transfer) => ({
    instant: transfer.at,
    title: '移交给他人办理',
    at: at(transfer.at),
    who: `申请人 ${maskName(transfer.from.name)}`,
    text: `由${maskName(transfer.from.name)}移交给${maskName(transfer.to.name)}，对方已接受。`,
  }))
  return [...steps, ...transfers].toReversed().toSorted((a, b) => Date.parse(b.instant) - Date.parse(a.instant))
}

/** One change of the handler in a sentence, old and new masked: neither is looked at in full here. */
const handlerChange = (deps: Deps, { from, to, at: instant }: StaffCase['transfers'][number]): string => {
  const person = ({ id, name, id_number_enc: sealed }: typeof from): string =>
    `${maskName(name)}（证件号码${maskIdNumber(deps.crypto.decrypt(sealed, accountPlaces.idNumber(id)))}）`
  return `${at(instant)}，由${person(from)}移交给${person(to)}。`
}

const corrections = (found: StaffCase) =>
  found.corrections.toReversed().map((correction) => ({
    title: `${at(correction.opened_at)} 告知补正`,
    state: correction.closed_at
      ? { text: `${at(correction.closed_at)} 结束`, tone: 'neutral' }
      : { text: `待申请人补正，${chineseDate(correction.due_on)}前`, tone: 'warning' },
    rows: correction.items.map((item) => [
      { text: item.title },
      { text: item.note },
      { text: item.answer ?? '尚未说明' },
    ]),
  }))

/** Whether the law keeps this person from representing the organization of the case while they hold this post. */
const isBarred = (matter: Matter, held: StaffCase['posts'][number]): boolean =>
  held.proposed &&
  held.legal_representative &&
  isRegistered(held.status as RegisterStatus) &&
  excludesRepresenting(matter.orgType, held.type)

/** Who of the case holds which posts already, what must not be first; and how many that are. */
const postsPanel = (matter: Matter, found: StaffCase) => {
  const judged = found.posts.map((held) => ({ held, barred: isBarred(matter, held) }))
  const barred = judged.filter((each) => each.barred)
  const people = new Set(found.posts.map(({ name }) => name)).size
  return {
    count: `共${people}人，任职${found.posts.length}项。`,
    barred: barred.map(
      ({ held }) =>
        `拟任法定代表人${held.name}已担任“${held.organization}”的法定代表人，依法不得同时担任本组织的法定代表人，不能准予登记。`,
    ),
    rows: [...barred, ...judged.filter((each) => !each.barred)].map(({ held, barred: red }) => [
      { text: held.name, sub: held.proposed ? '拟任法定代表人' : undefined },
      { text: held.organization, sub: held.uscc },
      { text: `${postText(held.post)}${held.legal_representative ? '（法定代表人）' : ''}` },
      { tag: red ? { text: '不得兼任', tone: 'danger' } : registerStatuses[held.status as RegisterStatus] },
    ]),
  }
}

const variants = { forward: 'primary', back: 'secondary', end: 'danger' } as const

/** The control for a step's opinion, and the library it can be taken from. */
const opinionControls = (step: Step, action: Action, typed: Typed | undefined) => {
  const texts = textFields(step)
  if (texts.length === 0) return []
  const standard = standardSentence(step, action)
  // The standard sentence stands in the field: chosen as well it would be said twice.
  const phrases = phrasesOf(action)
    .map((text, index) => ({ value: String(index), text }))
    .filter(({ text }) => text !== standard)
  const view = (name: string) => ({
    id: `${action}-${name}`,
    name,
    value: (typed ? typed.values[name] : name === 'conclusion' && standard) || '',
    error: typed?.errors[name],
  })
  return [
    ...(phrases.length > 0
      ? [
          {
            ...view('phrase'),
            kind: 'select',
            label: '常用意见',
            hint: `选用的写入${step.conclusion ? '结论和理由' : '内部意见'}，另外填写的接在其后`,
            required: false,
            options: phrases,
            width: 'full',
          },
        ]
      : []),
    ...texts.map((field) => ({
      ...view(field.name),
      kind: 'textarea',
      label: field.label,
      hint: field.hint,
      required: !field.optional,
      maxLength: opinionLength,
      rows: 3,
    })),
  ]
}

/** Everything a correction notice of the case can name, with what was ticked and written. */
const correctionView = (groups: readonly ChoiceGroup[], typed: Typed | undefined) =>
  groups.map((group) => ({
    title: group.title,
    choices: group.choices.map((choice) => {
      const tick = tickName(choice)
      const note = noteName(choice)
      return {
        tick,
        note,
        label: choice.label,
        text: choice.text,
        title: choice.title,
        ticked: typed?.values[tick] === 'yes',
        value: typed?.values[note] ?? '',
        error: typed?.errors[note] ?? typed?.errors[tick],
      }
    }),
  }))

/** Authorities that register the same kind of organization: whom a case may be given to, or belongs to. */
export const otherAuthorities = (deps: Deps, { caseFile }: StaffCase): readonly string[] =>
  deps.reference.authorities
    .filter(
      ({ id, orgTypes }) => id !== caseFile.authority_id && orgTypes.includes(requireMatter(caseFile.matter).orgType),
    )
    .map(({ name }) => name)

/** When the certificate that waits to be fetched was made. */
export const certificateMadeAt = ({ events }: StaffCase): Date | undefined => {
  const made = events.findLast(({ procedure, action }) => stepOf(procedure, action)?.outcome === 'made')
  return made && new Date(made.at)
}

/** The form of one step the official may take: its controls, and its button. */
const stepForm = async (deps: Deps, found: StaffCase, action: Action, typedAnywhere: Typed | undefined) => {
  const typed = typedAnywhere?.action === action ? typedAnywhere : undefined
  const stage = stageOf(requireMatter(found.caseFile.matter), found.position.stage)
  const step = stepOf(found.position.procedure, action)
  if (!step) throw new Error(`${found.position.procedure} has no step ${action}`)
  const now = localInput(deps.clock.now())
  return {
    action,
    text: stepText(stage, action),
    variant: variants[step.tone],
    href: step.record ? paths.staffVisitNew(found.caseFile.id) : paths.staffAction(found.caseFile.id, action),
    // Written on a page of its own, which the button opens.
    opens: step.record !== undefined,
    fields: [
      ...(step.record ? [] : opinionControls(step, action, typed)),
      ...fieldViews(
        [
          ...(step.form ?? []),
          ...(await askedBeside(deps, found, action)),
          ...(typed?.missing ?? []).map((missing) => writingField(missing)),
        ],
        typed?.values ?? {},
        typed?.errors ?? {},
        { lookups: { authorities: otherAuthorities(deps, found) } },
      ).map((view) => ({
        ...view,
        id: `${action}-${view.id}`,
        // An authority is picked, never written.
        kind: view.kind === 'lookup' ? 'select' : view.kind,
      })),
    ],
    collectedAt:
      action === 'handOver'
        ? {
            value: typed?.values['collectedAt'] ?? now,
            error: typed?.errors['collectedAt'],
            earliest: localInput(certificateMadeAt(found) ?? deps.clock.now()),
            latest: now,
          }
        : undefined,
    correction: action === 'requireCorrection' ? correctionView(choicesOf(found), typed) : undefined,
    open: typed !== undefined,
  }
}

/** What every node of the present stage proposed and wrote, for whoever decides after it. */
const proposals = ({ caseFile, events }: StaffCase) =>
  events.flatMap((event) => {
    const step = event.stage === caseFile.stage ? stepOf(event.procedure, event.action) : undefined
    if (!step?.node || isFinal(caseFile.status)) return []
    const tag =
      step.proposes === 'agree'
        ? { text: '拟同意', tone: 'success' }
        : step.proposes === 'disagree'
          ? { text: '拟不同意', tone: 'danger' }
          : { text: '退回', tone: 'warning' }
    return [
      [
        { text: step.text, sub: `${[event.actor_role, event.actor_name].filter(Boolean).join(' ')} ${at(event.at)}` },
        { tag },
        { text: event.opinion },
      ],
    ]
  })

/** Why an official sees no button although the case waits for their role. */
const refusalText = (found: StaffCase): string | undefined => {
  const refusals = actionsOf(found.position.procedure)
    .map((action) => decide(found.position, action, found.actor, found.past))
    .flatMap((decision) => (decision.ok ? [] : [decision.refusal]))
  if (refusals.includes('ALREADY_REVIEWED'))
    return '您已办理过本环节的另一审查步骤，同一人不能办理两个审查步骤，请由其他工作人员办理。'
  return undefined
}

/** The controls of a step carry its name in front, for there is a form for each; the items of a correction notice do not. */
const summary = (typed: Typed | undefined) => {
  const writings = new Set(typed?.missing?.map(({ char }) => writingName(char)))
  return Object.entries(typed?.errors ?? {}).map(([field, text]) => ({
    text,
    href: `#${typed?.action === 'requireCorrection' && !writings.has(field) ? '' : `${typed?.action ?? ''}-`}${field}`,
  }))
}

/** The characters of a case that no font of the documents has, in one sentence. */
const missingGlyphs = async (deps: Deps, { caseFile, account, submissions }: StaffCase) => {
  const said = [caseFile.title, account.name, submissions.map(({ content }) => content.sections)]
  const chars = await deps.pdf.lacking(said)
  return chars.map((char) => `“${char}”（${codePointName(char)}）`).join('、')
}

export type Notice = {
  readonly kind: 'success' | 'important' | 'error'
  readonly title?: string
  readonly text: string
}

/** What an official asked to see in full and could not be shown yet, as typed. */
type Asked = { readonly values: RawValues; readonly errors: FieldErrors }

export type Shown = {
  readonly typed?: Typed | undefined
  readonly notice?: Notice | undefined
  readonly asked?: Asked | undefined
  /** People's data in full: only in the answer to a request that was recorded. */
  readonly inFull?: boolean
}

/** Everything the page of one case shows; people's data masked unless it is the answer to a recorded request (S30). */
export const casePage = async (deps: Deps, staff: Staff, whole: StaffCase, shown: Shown) => {
  const inFull = shown.inFull === true
  const found = inFull ? whole : maskedCase(whole)
  const number = inFull ? (text: string) => text : maskIdNumber
  const phone = inFull ? (text: string) => text : maskPhone
  const { caseFile, account, position, actor, past } = found
  const matter = requireMatter(caseFile.matter)
  const age = holderAgeRemark(deps, account, caseFile.applicant_role)
  const actions = availableActions(position, actor, past)
  const submissions = matter.stages
    .flatMap(({ code }) => found.submissions.filter((submission) => submission.stage === code))
    .toReversed()
    .map((submission) => submissionView(found, submission))
  return {
    number: caseFile.number,
    name: caseFile.title,
    matter: matter.title,
    stage: stageOf(matter, caseFile.stage).title,
    status: statusTag(caseFile),
    steps: stageSteps(matter, caseFile.stage, caseFile.status),
    clock: clockPanel(deps, caseFile, found.events),
    applicant: [
      { label: '申请人', text: account.name },
      {
        label: '申请人身份',
        text: `${applicantRoleText(caseFile.applicant_role)}${found.other_representative ? '（与填报的拟任法定代表人不是同一人）' : ''}`,
      },
      ...(age ? [{ label: '申请人年龄', text: `${age.message}（${age.basis}）` }] : []),
      {
        label: ID_TYPES[account.id_type as keyof typeof ID_TYPES]?.label ?? '证件号码',
        text: number(deps.crypto.decrypt(account.id_number_enc, accountPlaces.idNumber(account.id))),
      },
      { label: '手机号', text: phone(deps.crypto.decrypt(account.phone_enc, accountPlaces.phone(account.id))) },
      { label: '实名认证', text: account.real_name_level > 0 ? '已认证' : '未认证' },
      { label: '首次提交', text: at(caseFile.submitted_at) },
      { label: '登记管理机关', text: staff.authority.name },
    ],
    handlerChanges: found.transfers.map((transfer) => handlerChange(deps, transfer)),
    submissions,
    compareHref:
      found.events.filter(({ procedure, action }) => stepOf(procedure, action)?.outcome === 'submitted').length > 1
        ? paths.staffCompare(caseFile.id)
        : undefined,
    missingGlyphs: await missingGlyphs(deps, whole),
    names: await namesPanel(deps, staff, found),
    consultedTitle: caseFile.consulted_title,
    precedences: precedenceTexts(found),
    posts: found.posts.length > 0 ? postsPanel(matter, found) : undefined,
    timeline: timeline(found),
    visits: visitRows(found),
    corrections: corrections(found),
    documents: documentRows(found),
    handOver: found.hand_over && [
      { label: '领取人', text: found.hand_over.collector_name },
      ...(found.hand_over.collector_id_number_enc
        ? [
            {
              label: '身份证号码',
              text: number(
                deps.crypto.decrypt(
                  found.hand_over.collector_id_number_enc,
                  `certificate_hand_over.id_number:${caseFile.id}`,
                ),
              ),
            },
            { label: '核对', text: await collectedBy(deps, found) },
          ]
        : []),
      {
        label: '联系电话',
        text: phone(
          deps.crypto.decrypt(found.hand_over.collector_phone_enc, `certificate_hand_over.phone:${caseFile.id}`),
        ),
      },
      { label: '领取时间', text: at(found.hand_over.collected_at) },
    ],
    certificates:
      caseFile.status === 'CERT_PRINTED'
        ? found.documents.flatMap((document) =>
            document.ready && documentOf(document.kind).layout === 'certificate' && document.status === 'VALID'
              ? [
                  {
                    href: paths.staffDocument(caseFile.id, document.id),
                    name: `${documentOf(document.kind).title} ${document.number}`,
                  },
                ]
              : [],
          )
        : [],
    proposals: proposals(found),
    work: {
      forms: await Promise.all(actions.map((action) => stepForm(deps, found, action, shown.typed))),
      refusal: actions.length === 0 ? refusalText(found) : undefined,
      requestKey: randomUUID(),
      version: caseFile.lock_version,
      leftOver: shown.typed && !actions.includes(shown.typed.action) ? shown.typed.written : undefined,
    },
    reveal: {
      href: paths.staffReveal(caseFile.id),
      fields: revealControls(shown.asked?.values ?? {}, shown.asked?.errors ?? {}),
      open: shown.asked !== undefined,
      inFull,
      backHref: paths.staffCase(caseFile.id),
    },
    errors: [...summary(shown.typed), ...errorList(shown.asked?.errors ?? {}, 'reveal-')],
    notice: shown.notice,
  }
}
