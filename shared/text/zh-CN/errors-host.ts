/** 本机对更新的影响，以及确认之后镜像的表现。 */
export const errorsHost = {
  'host/slept': {
    message: '更新过程中本机休眠了 {{seconds}} 秒。',
    hint: '期间没有听到开发板。复位它，查看运行的版本，再更新一次。',
  },
  'host/ended': {
    message: 'OTA Workbench 在更新过程中退出，因此不知道结果。',
    hint: '复位开发板，查看运行的版本；需要时再更新。',
  },
  'host/turned-away': {
    message: '固件服务器拒绝了位于 {{address}} 的开发板（{{reason}}）。',
    hint: '在服务器设置中查看哪些开发板可以连接，以及允许多少个连接。',
  },
  'watch/crashed': {
    message: '已确认的镜像崩溃了：{{detail}}',
    hint: '查看日志中的崩溃。开发板保留此镜像：确认之后不会再回滚。',
  },
  'watch/watchdog': {
    message: '看门狗重启了已确认的镜像：{{detail}}',
    hint: '找到没有结束的任务。开发板保留此镜像。',
  },
  'watch/boot-loop': {
    message: '已确认的镜像重启了 {{boots}} 次。',
    hint: '查看日志中的复位原因；烧录可运行的镜像。',
  },
  'watch/other-image': {
    message: '确认之后开发板启动了另一个镜像。',
    hint: '在日志中查看加载了哪个槽位；otadata 或另一个更新程序可能改动了它。',
  },
} as const;
