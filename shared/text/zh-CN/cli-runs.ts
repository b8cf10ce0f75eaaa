/** 命令行关于 `soak`、`fleet` 和 `run` 的文字。 */
export const cliRuns = {
  commandSoak: '轮流用多个镜像反复更新一块开发板',
  argumentSoakImages: '两个或更多应用镜像（只有一个时须加 --force 推送）',
  optionCycles: '更新次数',
  optionStopAfter: '失败达到此次数后停止（缺省：1）',
  optionPause: '两次更新之间等待的秒数',
  optionBetween: '两次更新之间运行的 shell 命令；已设置 OTA_PORT、OTA_DEVICE 和 OTA_CYCLE',
  optionReport: '边运行边在此写入 report.html、report.json、junit.xml 和 logs/',
  soakSummary: '{{cycles}} 次：{{confirmed}} 次已确认，{{failed}} 次失败，{{duration}}',
  reportLies: '报告：{{folder}}',
} as const;
