import type { AnyStage } from '../../core/matters/define.ts'
import { stepText } from '../../core/matters/journey.ts'
import type { Step } from '../../core/workflow/procedure.ts'
import type { Action } from '../../core/workflow/procedures/index.ts'

/**
 * 常用意见: what officials write again and again, by the step it belongs to. Of a step whose conclusion is optional the
 * first is the standard sentence, which stands in the field already. `{step}`: the word on the button, in its stage.
 */
const phrases: Partial<Record<Action, readonly string[]>> = {
  suggestOk: ['经查询、比对，未发现相同或者易混淆的名称，建议可用。'],
  suggestChange: [
    '名称中的业务领域与宗旨、业务范围不一致，建议修改。',
    '与已登记的社会组织名称近似，容易造成混淆，建议另拟名称。',
    '行政区划名称与登记管理机关的管辖范围不一致，建议修改。',
  ],
  findUnsuitable: ['名称含有法律、行政法规禁止使用的内容，不宜使用。', '与已登记的社会组织名称相同，不宜使用。'],
  accept: ['申请材料齐全、符合法定形式，予以受理。'],
  returnForChange: ['填写内容与所附材料不一致，请核对后修改。', '上传的材料不清晰，请重新上传。'],
  firstReview: ['经审查，申请材料齐全、内容真实一致，符合规定条件，拟同意，报请复审。'],
  secondReview: ['经复核，同意上一环节意见，报请审批。'],
  sendBackToFirst: ['请就审查中发现的问题进一步核实后重新报审。'],
  sendBackToSecond: ['请就有关问题进一步复核后重新报审。'],
  sendBackName: ['请就名称的有关问题进一步核实后重新报审。'],
  approveName: ['名称符合规定，同意核准。'],
  resume: ['特别程序已经结束，恢复计算办理期限。'],
  grant: ['申请材料齐全、符合法定形式，申请符合法定条件、标准。'],
  file: ['材料齐全，{step}。'],
}

/** Where a step is about something else than where most take it: advice on a charter, and not on a name. */
const ofStage: Readonly<Record<string, typeof phrases>> = {
  charterDraft: {
    suggestOk: ['经核对，草案写明了应当写明的事项，没有发现不宜提交会议的问题。'],
    suggestChange: [
      '草案没有写明法律、法规要求写明的事项，请补充。',
      '草案与登记事项不一致，请改得一致，或者另外办理变更登记。',
      '草案还有没有填写的地方，请填写。',
    ],
    findUnsuitable: ['草案的内容不符合法律、法规和国家政策，不宜提交会议。'],
  },
}

/** The phrases of a step, in the words of its stage. */
export const phrasesOf = (stage: AnyStage, action: Action): readonly string[] =>
  (ofStage[stage.code]?.[action] ?? phrases[action] ?? []).map((text) =>
    text.replace('{step}', stepText(stage, action)),
  )

/** The standard sentence of a step's conclusion, where it may do with one. */
export const standardSentence = (stage: AnyStage, step: Step, action: Action): string =>
  step.conclusion === 'optional' && step.verdicts !== 'required' ? (phrasesOf(stage, action)[0] ?? '') : ''
