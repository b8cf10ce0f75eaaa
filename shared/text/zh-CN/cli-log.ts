/** `log` 命令的用词。 */
export const cliLog = {
  commandLog: '任何终端程序保存的日志中发生了什么：启动、更新、崩溃、结论',
  argumentLog: '日志：带或不带时间的文本，或 .raw 分段',
  commandLogSave: '将开发板的全部日志写入文件',
  argumentLogBoard: '开发板：数据目录 logs/ 下的文件夹名',
  optionLogOut: '要写入的文件',
  optionLogFormat: 'text、ndjson 或 csv',
  optionLogStamps: '文本每行前的时间：none、host、device、relative 或 sincePush',
  optionLogAnsi: '在文本中保留开发板的颜色',
  needsDeviceId: '开发板的 ID，与 monitor --json 的输出相同',
  logSummary: '{{file}}：{{lines}} 行，{{errors}} 个错误，{{warnings}} 个警告',
  logSaved: '已将 {{lines}} 行写入 {{file}}',
} as const;
