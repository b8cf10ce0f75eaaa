export const errorsReport = {
  'report/not-writable': {
    message: '无法将此次更新的报告写入 {{dir}}：{{detail}}。',
    hint: '结论不受影响。释放空间或授予写入权限；之后的报告会再次写入。',
  },
  'report/unknown': {
    message: '没有报告 {{reportId}}。',
    hint: '列出报告，并指定其中一份。',
  },
  'report/unreadable': {
    message: '{{file}} 无法作为报告读取：{{detail}}。',
    hint: '选择更新在 reports/ 中留下的文件夹或 .zip。',
  },
  'report/too-large': {
    message: '{{file}} 有 {{sizeBytes}} 字节，超出页面可接收的大小。',
    hint: '从 {{path}} 复制。',
  },
  'history/newer': {
    message: '{{file}} 中的历史由较新版本的本程序写入（结构版本 {{version}}）。',
    hint: '使用较新的版本。更新仍可进行，但不会加入历史。',
  },
  'history/unavailable': {
    message: '无法使用 {{file}} 中的历史：{{detail}}。',
    hint: '释放空间或授予写入权限；期间未能保存的内容会随下次更新一并保存。',
  },
  'history/unknown': {
    message: '历史中没有更新或运行 {{id}}。',
    hint: '列出历史，并指定其中一条。',
  },
  'history/ambiguous': {
    message: '有多次更新的名称以 {{id}} 开头。',
    hint: '给出更多字符。',
  },
};
