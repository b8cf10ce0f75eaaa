/** 命令行关于 `faults` 的话。 */
export const cliFaults = {
  commandFaults: '在一块开发板上运行故障，看每个故障的结局是否正确',
  optionOnly: '只运行这些故障：NAME NAME 或 NAME,NAME（默认：这块板能出现的全部）',
  optionFaultImage: 'NAME=FILE：让真实开发板出现这种情况的镜像',
  optionAt: '故障发生的字节（默认：中间）',
  optionFor: '停顿多久，单位秒（默认：15）',
  optionRate: '慢速服务器的速率，单位 kB/s（默认：50）',
  optionFaultPort: '行为异常的服务器的端口（默认：每个故障用一个空闲端口）',
  needsFaults: '应为故障名：{{names}}',
  needsFaultImage: '应为 NAME=FILE，NAME 为 {{names}} 之一',
} as const;
