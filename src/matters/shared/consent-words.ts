/** How the consent of a supervisory unit is got, as guides say it. */
export const consentQuestion = {
  question: '业务主管单位的同意怎么取得？',
  answer:
    '所填的业务主管单位能在线答复的，填好其他内容、传齐其他材料以后，在任务清单中按“送业务主管单位”，由其在线答复；同意的，批准文件不用上传。不能在线答复的，取得书面批准文件，填写文号并上传。没有答复不等于同意。',
} as const
