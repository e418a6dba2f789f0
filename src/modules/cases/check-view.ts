import type { Deps } from '../../deps.ts'
import { fileTypes, sizeText } from '../../core/files.ts'
import { applicantRoleText } from '../../core/matters/applicant-role.ts'
import { consentText, tellConsent } from '../../core/matters/consent.ts'
import {
  isTold,
  materialNeed,
  materialOf,
  pageOf,
  sections,
  titleOfStage,
  type Section,
  type StageState,
} from '../../core/matters/journey.ts'
import { onlyChanges, type Difference } from '../../core/submissions/difference.ts'
import { isEnding } from '../../core/workflow/endings.ts'
import { mayFillIn } from '../../core/workflow/decide.ts'
import { foldedList } from '../../web/list-table.ts'
import { paths } from '../../web/paths.ts'
import { authorityById } from '../../reference/reference.ts'
import { adviceView } from './advice.ts'
import { accountAgeRemark } from './applicant-age.ts'
import { askedInstead, askView, beforeChanging, unitToAsk } from './consent-view.ts'
import { mayDo } from '../grants/access.ts'
import { maskedSections } from './masked.ts'
import { isItemOpen, isOpenFor, itemsAt, lockedFields } from './corrections.ts'
import { differenceView } from './compare.ts'
import { mendedItems, mendedSince, unmendedText } from './mended.ts'
import { checkNames } from './name.ts'
import { preparing, submitting } from './progress.ts'
import type { WholeCase } from './queries.ts'
import { tellText } from './turn-view.ts'
import { changedSinceSigned, resignText } from './signed-papers.ts'
import type { Problem } from './views.ts'
import { stateForUnit, stateOf, titleOf, renamed } from './case-state.ts'
import { backToCheck, withBack, type WayBack } from './way-back.ts'

/** What is still missing of a stage, with where to mend it. `state`: of the stage as it is, or as it would be. */
const problemsOf = async (deps: Deps, whole: WholeCase, state: StageState): Promise<readonly Problem[]> => {
  const { caseFile, matter, stage, role } = whole
  const age = await accountAgeRemark(deps, caseFile.account_id, role)
  const at = (ref: { readonly page: string } | undefined): string =>
    ref && stage.pages.includes(ref.page) ? paths.answerPage(caseFile.id, ref.page) : paths.case(caseFile.id)
  const names = await checkNames(deps, caseFile, whole.answers)
  return [
    ...(age?.level === 'BLOCK'
      ? [
          {
            href: at(matter.facts.applicantRole),
            // How old somebody is, a colleague is not told: that stands in the account.
            text: whole.acting
              ? `申请人${whole.owner.name}不符合担任${applicantRoleText(role)}的条件，原因由本人打开本页查看`
              : `您是${applicantRoleText(role)}，但${age.message}`,
          },
        ]
      : []),
    // First: a name that is no longer kept makes all the rest idle.
    ...names.flatMap(({ label, answer }) =>
      answer.findings
        .filter(({ level }) => level === 'BLOCK')
        .map(({ message }) => ({ href: at(matter.facts.names?.proposed), text: `${label}：${message}` })),
    ),
    ...state.pages.flatMap(({ page, findings }) =>
      findings
        .filter((finding) => finding.level === 'BLOCK')
        .map((finding) => ({
          code: page.code,
          field: finding.field,
          href: paths.answerPage(caseFile.id, page.code),
          text: `${page.title}：${finding.message}`,
        })),
    ),
    ...state.materials
      .filter((material) => !material.done)
      .map(({ material }) => ({
        code: material.code,
        href: paths.material(caseFile.id, material.code),
        text: `请上传${material.title}`,
      })),
    ...changedSinceSigned(deps, whole, whole.attachments).map((code) => ({
      code,
      href: paths.material(caseFile.id, code),
      text: resignText(matter, code),
    })),
    ...(whole.correction?.binding ? whole.correction.items.filter((item) => !item.answer) : []).map((item) => ({
      href: `${paths.case(caseFile.id)}#correction`,
      text: `请说明补正情况：${item.title}`,
    })),
  ]
}

/** What is missing of a paper is one thing as long as the unit can be asked instead. */
const unlessAsked = (problems: readonly Problem[], instead: ReturnType<typeof askedInstead>) => {
  if (!instead) return problems
  const rest = problems.filter(({ code, field }) => code === undefined || !instead.isPaper(code, field))
  return rest.length === problems.length ? problems : [...rest, instead.problem]
}

/** 送业务主管单位: what it gets, and what stands in the way; nothing when there is no unit to ask now. */
export const askUnitView = async (deps: Deps, whole: WholeCase) => {
  const unit = await unitToAsk(deps, whole)
  if (!unit) return undefined
  const state = await stateForUnit(deps, whole)
  const names = await checkNames(deps, whole.caseFile, whole.answers)
  const { doubts } = await adviceView(deps, whole, state, { names, age: undefined })
  return { ...askView(deps, whole, unit, await problemsOf(deps, whole, state)), doubts }
}

/** A page as it is checked: the way to change each answer and item of it that may be changed. */
const changeable = (whole: WholeCase, section: Section) => {
  const { caseFile, matter, stage, correction, fillable, consent } = whole
  const { page: code, rows, items } = section
  const open = fillable && stage.pages.includes(code) && isOpenFor(correction, code) && code !== consent?.settled?.page
  if (!open) return section
  const { fields = [], sheet } = pageOf(matter, code) ?? {}
  const locked = lockedFields(whole, code, fields)
  const back = (href: string): string => withBack(href, 'answers')
  return {
    ...section,
    changeHref: rows.length === 0 || items.length > 0 || sheet ? back(paths.answerPage(caseFile.id, code)) : undefined,
    rows: rows.map((row) =>
      locked.has(row.field) || isTold(row)
        ? row
        : { ...row, change: { href: back(`${paths.answerPage(caseFile.id, code)}#${row.field}`), text: '修改' } },
    ),
    items: items.map((item) =>
      isItemOpen(correction, code, item.id)
        ? { ...item, changeHref: back(paths.answerItem(caseFile.id, code, item.id)) }
        : item,
    ),
  }
}

/** What differs from the last submission, both sides; whoever fills in the case reads it whole. */
const changedView = (id: string, moved: Difference) => {
  const reader = {
    shown: (_page: string, _inList: boolean, _row: object, text: string) => text,
    fileHref: (file: string) => paths.attachment(id, file),
  }
  const { sections: pages, materials } = differenceView(onlyChanges(moved), reader)
  return pages.length + materials.length > 0
    ? { before: '上次提交', after: '现在', sections: pages, materials }
    : undefined
}

/** 核对申请信息: every answer and file of the stage, what is still missing, and what the reviewer would find. */
export const checkView = async (deps: Deps, whole: WholeCase) => {
  const { caseFile, stage, role, fillable: editable } = whole
  const state = await stateOf(deps, whole)
  const names = await checkNames(deps, caseFile, whole.answers)
  const age = whole.acting ? undefined : await accountAgeRemark(deps, caseFile.account_id, role)
  const unit = editable ? await unitToAsk(deps, whole) : undefined
  const waiting = caseFile.status === 'WAITING_CONSENT'
  const moved = await mendedSince(deps, whole)
  const unfinished = !editable && mayFillIn(caseFile, whole.events)
  const open = mayDo(whole, 'fill')
  const shownSections = toldSections(whole, [...stage.locked, ...stage.pages])
  const askable = unit !== undefined && (await stateForUnit(deps, whole)).complete
  const problems = unlessAsked(await problemsOf(deps, whole, state), askedInstead(whole, unit))
  return {
    caseId: caseFile.id,
    caseTitle: titleOf(deps, caseFile),
    renamed: renamed(caseFile),
    stageTitle: titleOfStage(whole.matter, stage, whole.answers),
    authorityName: authorityById(deps.reference, caseFile.authority_id).name,
    sections: shownSections.map((section) => foldedList(whole.matter, changeable(whole, section), shownSections)),
    /** There are people or lists to unfold. */
    folds: shownSections.some(({ items }) => items.length > 0),
    materials: state.materials.map(({ material, settled }) => ({
      code: material.code,
      title: material.title,
      instead:
        settled && whole.consent?.given ? `业务主管单位在线同意：${consentText(whole.consent.given)}` : undefined,
      href:
        editable && isOpenFor(whole.correction, material.code)
          ? withBack(paths.material(caseFile.id, material.code), 'answers')
          : undefined,
      files: whole.attachments
        .filter((file) => file.material === material.code)
        .map((file) => ({
          name: file.name,
          href: open ? paths.attachment(caseFile.id, file.id) : undefined,
          sizeText: sizeText(Number(file.size)),
        })),
    })),
    problems: problems.map((problem) => ({
      ...problem,
      // Not what leads to the case itself.
      href: problem.href.startsWith(`${paths.case(caseFile.id)}/`) ? withBack(problem.href, 'check') : problem.href,
    })),
    unmended: unmendedText(whole.correction, mendedItems(whole, moved)),
    /** What is handed in otherwise than before, to be looked at first. */
    changed: editable && moved ? changedView(caseFile.id, moved) : undefined,
    advice: editable ? await adviceView(deps, whole, state, { names, age }) : undefined,
    title: editable
      ? '核对申请信息'
      : waiting
        ? '送业务主管单位的内容和材料'
        : unfinished
          ? '填写的内容和材料'
          : '已提交的内容和材料',
    editable,
    unfinished,
    maySubmit: mayDo(whole, 'submit'),
    ownerName: whole.owner.name,
    waiting,
    tellText: tellText(whole.owner),
    askable,
    askHref: askable && mayDo(whole, 'submit') ? paths.askUnit(caseFile.id) : undefined,
    preparing: preparing(deps, whole),
    over: isEnding(caseFile.status),
    ready: submitting(caseFile) !== undefined && problems.length === 0,
    backHref: paths.case(caseFile.id),
    submitText: whole.correction?.binding ? '重新提交' : '提交申请',
    confirmHref: paths.confirm(caseFile.id),
  }
}

/** Readable answers of a case, an online consent told as what it is; masked for whoever may only look. */
export const toldSections = (whole: WholeCase, codes: readonly string[]) => {
  const { matter, stored, register, holdings, consent } = whole
  const all = sections(matter, codes, stored, register, holdings)
  const told = consent?.settled && consent.given ? tellConsent(consent.settled, all, consent.given) : all
  return mayDo(whole, 'fill') ? told : maskedSections(told)
}

/** One material with its files; nothing when the stage does not ask for it. */
export const materialView = (whole: WholeCase, code: string, errors: readonly string[], back?: WayBack) => {
  const material = materialOf(whole.matter, code)
  if (!material || !whole.stage.materials.includes(code)) return undefined
  const need = materialNeed(material, whole.answers)
  const settled = whole.consent?.settled?.material === code
  const open = whole.fillable && isOpenFor(whole.correction, code) && !settled
  const asked = whole.stage.materials.filter((other) => {
    const found = materialOf(whole.matter, other)
    return (
      found !== undefined &&
      materialNeed(found, whole.answers) !== 'not-needed' &&
      isOpenFor(whole.correction, other) &&
      // Of what was sent back only what is named is gone through.
      (!whole.correction || whole.correction.binding || other === code || itemsAt(whole.correction, other).length > 0)
    )
  })
  const following = asked[asked.indexOf(code) + 1]
  const { id } = whole.caseFile
  return {
    caseId: id,
    materialCode: code,
    title: material.title,
    stageTitle: titleOfStage(whole.matter, whole.stage, whole.answers),
    basis: material.basis,
    form: material.form === '原件' ? '上传原件的扫描件，原件留存备查' : '上传复印件的扫描件',
    errors: errors.map((text) => ({ field: `material-${code}`, text })),
    correctionNotes: itemsAt(whole.correction, code),
    binding: whole.correction?.binding,
    consentNote:
      settled && whole.consent?.given
        ? `业务主管单位在线同意：${consentText(whole.consent.given)}。这份文件不用上传。`
        : beforeChanging(whole, code),
    box: {
      id: `material-${code}`,
      name: material.title,
      action: withBack(paths.material(id, code), back),
      required: need === 'required',
      hint: material.hint,
      accept: material.accept.map((type) => fileTypes[type].mime).join(','),
      multiple: material.maxFiles > 1,
      limitText: `支持${material.accept.map((type) => fileTypes[type].text).join('、')}格式，单个文件不超过10 MB，最多${material.maxFiles}个文件`,
      locked: !open,
      error: errors.length > 0 ? errors.join('；') : undefined,
      files: whole.attachments
        .filter((file) => file.material === code)
        .map((file) => ({
          id: file.id,
          name: file.name,
          href: paths.attachment(id, file.id),
          sizeText: sizeText(Number(file.size)),
          removeHref: open ? withBack(paths.removeAttachment(id, file.id), back) : undefined,
        })),
    },
    backHref: `${paths.case(id)}#materials`,
    ...(following && !back
      ? { nextHref: paths.material(id, following), nextText: '下一项材料' }
      : { nextHref: backToCheck(id, back ?? 'check', 'files'), nextText: '核对申请信息' }),
  }
}
