// Behaviour of govuk-frontend: focus on the error summary, characters left in a textarea. Served from its own package.

import { CharacterCount, ErrorSummary } from '/assets/govuk/govuk-frontend.min.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')

const words = {
  charactersUnderLimit: { other: '还可以输入 %{count} 个字' },
  charactersAtLimit: '已达到字数上限',
  charactersOverLimit: { other: '超出 %{count} 个字' },
  textareaDescription: { other: '最多 %{count} 个字' },
}

export const start = (element) => {
  const { module } = element.dataset
  if (module === 'govuk-error-summary') new ErrorSummary(element)
  if (module === 'govuk-character-count') new CharacterCount(element, { i18n: words })
}
