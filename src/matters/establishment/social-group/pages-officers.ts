import { socialGroupPosts } from '../../../core/enumerations.ts'
import { elected } from '../shared/examples.ts'
import { socialGroupLaw } from '../shared/law.ts'
import { officersPage } from '../shared/officers.ts'

/** The people the founding meeting elected. */
export const officers = officersPage({
  law: socialGroupLaw,
  intro: '逐一添加会长（理事长、主席）、副会长、秘书长，以及章程要求备案的理事、监事。应当有且只有一名法定代表人。',
  posts: socialGroupPosts,
  postLabel: '社团职务',
  representativeHint: '按章程草案，一般由会长（理事长、主席）担任',
  elsewhere: [
    {
      name: 'legalRepresentativeElsewhere',
      label: '是否担任其他社会团体的法定代表人',
      kind: 'yesNo',
      hint: '社会团体的法定代表人不得同时担任其他社会团体的法定代表人',
      source: '《社会团体登记管理条例》第十二条',
      example: 'no',
      when: { field: 'isLegalRepresentative', is: ['yes'] },
    },
  ],
  examples: elected([
    'PRESIDENT',
    'VICE_PRESIDENT',
    'SECRETARY_GENERAL',
    'STANDING_COUNCIL_MEMBER',
    'COUNCIL_MEMBER',
    'CHIEF_SUPERVISOR',
    'SUPERVISOR',
  ]),
})
