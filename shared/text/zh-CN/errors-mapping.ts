/** 关于映射文件（教会程序识别自有固件的日志）的错误。 */
export const errorsMapping = {
  'mapping/unreadable': {
    message: '无法读取映射文件 {{file}}：{{detail}}',
    hint: '检查路径和权限。',
  },
  'mapping/unwritable': {
    message: '无法保存映射文件 {{file}}：{{detail}}',
    hint: '检查数据目录及其磁盘空间。',
  },
  'mapping/unknown': {
    message: '没有映射文件 {{file}}。',
    hint: 'ota-workbench mapping list 会列出它们。',
  },
  'mapping/syntax': {
    message: '{{file}}:{{line}}:{{column}}：不是 YAML：{{detail}}',
    hint: '修正该行；缩进使用空格，模式写在单引号中。',
  },
  'mapping/unknown-key': {
    message: '{{file}}:{{line}}:{{column}}：{{within}} 没有键 {{key}}。',
    hint: '一条规则有 match、event，需要时还有 tag。',
  },
  'mapping/missing': {
    message: '{{file}}:{{line}}:{{column}}：缺少 {{key}}。',
    hint: '文件有 name 和 rules；一条规则有 match 和 event。',
  },
  'mapping/wrong-value': {
    message: '{{file}}:{{line}}:{{column}}：{{key}} 的值不合适：{{detail}}',
    hint: '按 README 的写法填写。',
  },
  'mapping/bad-pattern': {
    message: '{{file}}:{{line}}:{{column}}：不是模式：{{detail}}',
    hint: '模式使用 RE2 语法；它没有前瞻，也没有反向引用。',
  },
  'mapping/no-group': {
    message: '{{file}}:{{line}}:{{column}}：事件 {{event}} 需要名为 {{group}} 的组。',
    hint: '在模式中为它命名，例如 (?<{{group}}>…)。',
  },
} as const;
