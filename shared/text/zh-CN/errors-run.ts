/** 关于浸泡测试、批量更新和计划的错误。 */
export const errorsRun = {
  'run/command-failed': {
    message: '两次更新之间的命令以状态 {{status}} 结束：{{command}}。{{detail}}',
    hint: '在同样的 shell 中手动运行它；开发板的端口在 OTA_PORT 中。',
  },
  'run/command-timeout': {
    message: '两次更新之间的命令在 {{seconds}} 秒内没有结束：{{command}}',
    hint: '让它自行结束；它已被停止。',
  },
  'run/command-not-allowed': {
    message: '只有命令行可以在更新之间运行命令。',
    hint: '在终端中使用 ota-workbench soak 或 ota-workbench run。',
  },
  'run/unknown': {
    message: '没有运行 {{runId}}。',
    hint: '重新列出运行。',
  },
  'run/board-busy': {
    message: '{{device}} 已属于另一个运行。',
    hint: '等待那个运行结束，或取消它。',
  },
  'run/no-boards': {
    message: '没有符合的开发板：{{wanted}}。',
    hint: '连接一块，打开它的端口，或指定别的。',
  },
  'run/nothing-failed': {
    message: '该运行的所有开发板都已确认：没有需要重做的。',
    hint: '为其他开发板启动新的运行。',
  },
  'plan/unreadable': {
    message: '无法读取计划 {{file}}：{{detail}}',
    hint: '检查路径和权限。',
  },
  'plan/syntax': {
    message: '{{file}}:{{line}}:{{column}}：不是 YAML：{{detail}}',
    hint: '修正该行；缩进使用空格。',
  },
  'plan/unknown-key': {
    message: '{{file}}:{{line}}:{{column}}：{{within}} 没有键 {{key}}。',
    hint: '检查是否写错；README 列出了所有键。',
  },
  'plan/missing': {
    message: '{{file}}:{{line}}:{{column}}：缺少 {{key}}。',
    hint: '补上它；README 有完整的计划示例。',
  },
  'plan/wrong-value': {
    message: '{{file}}:{{line}}:{{column}}：{{key}} 的值不合适：{{detail}}',
    hint: '按 README 的写法填写：时长写作 5s、2m 或 1h。',
  },
  'plan/unknown-image': {
    message: '{{file}}:{{line}}:{{column}}：没有名为 {{image}} 的镜像。',
    hint: '在 images 下加上它及其路径。',
  },
  'plan/unused-image': {
    message: '{{file}}:{{line}}:{{column}}：没有步骤使用镜像 {{image}}。',
    hint: '在某个步骤中使用它，或将其删除。',
  },
  'plan/contradiction': {
    message: '{{file}}:{{line}}:{{column}}：互相矛盾：{{detail}}。',
    hint: '去掉其中一个。',
  },
  'plan/unknown-fault': {
    message: '{{file}}:{{line}}:{{column}}：没有名为 {{fault}} 的故障。',
    hint: '可用的有：{{names}}。',
  },
  'plan/image-file': {
    message: '{{file}}:{{line}}:{{column}}：无法取得镜像 {{image}}：{{detail}}',
    hint: '路径相对于计划文件；构建该镜像，或改正其路径。',
  },
  'run/called-off': {
    message: '计划在开始之前被取消。',
    hint: '没有向任何开发板发送内容；需要时重新启动。',
  },
  'plan/no-board': {
    message: '{{file}}:{{line}}:{{column}}：没有开发板符合 {{wanted}}。{{detail}}',
    hint: '连接一块或指定别的。开发板输出日志后才知道芯片型号：复位它，或加上 reset: true。',
  },
  'plan/silent-board': {
    message: '{{file}}:{{line}}:{{column}}：以下开发板没有报出芯片型号，因此未参与：{{boards}}。',
    hint: '在端口打开时复位它们，或在该项中加上 reset: true。',
  },
  'plan/command': {
    message: '{{file}}:{{line}}:{{column}}：页面不能运行系统命令。',
    hint: '在终端中运行该计划：ota-workbench run。',
  },
  'plan/image-not-chosen': {
    message: '尚未在固件库中为 {{file}} 选择镜像。',
    hint: '在其名称旁选择一个。',
  },
  'run/not-a-fleet': {
    message: '只有批量更新可以对失败的开发板重做。',
    hint: '重新启动浸泡测试或计划。',
  },
} as const;
