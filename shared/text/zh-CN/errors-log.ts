/** 关于查看日志的错误。 */
export const errorsLog = {
  'log/no-view': {
    message: '此日志视图已关闭。',
    hint: '重新选择开发板。',
  },
  'log/not-kept': {
    message: '此处没有开发板 {{deviceId}} 的日志。',
    hint: '现有：{{known}}。可用 --data-dir 指定其他数据目录。',
  },
  'log/pattern-invalid': {
    message: '{{pattern}} 不是正则表达式：{{detail}}。',
    hint: '修改表达式，或关闭正则表达式。',
  },
  'log/pattern-too-slow': {
    message: '{{pattern}} 在某一行上耗时过长，搜索已终止。',
    hint: '改写表达式：(a+)+ 之类的嵌套重复会造成这种情况。',
  },
  'log/not-a-log': {
    message: '{{file}} 无法作为日志读取：{{detail}}。',
    hint: '打开终端程序保存的文本文件，或以 .raw 结尾的分段。',
  },
  'log/not-saved': {
    message: '日志无法写入 {{file}}：{{detail}}。',
    hint: '选择其他文件夹，或清理磁盘空间。',
  },
} as const;
