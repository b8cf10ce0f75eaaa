/** 预检代开发板拒绝时的说法。 */
export const refusals = {
  'preflight/structure': {
    message: '镜像不完好：{{detail}}',
    hint: '重新编译或复制镜像。',
  },
  'preflight/chip': {
    message: '镜像是为另一种芯片编译的：{{detail}}',
    hint: '为此开发板的芯片编译：idf.py set-target。',
  },
  'preflight/chip-revision': {
    message: '镜像不能在此芯片版本上运行：{{detail}}',
    hint: '修改最低或最高芯片版本后重新编译。',
  },
  'preflight/efuse-revision': {
    message: '镜像不能在此 eFuse 块版本上运行：{{detail}}',
    hint: '为此开发板的版本编译。',
  },
  'preflight/secure-version': {
    message: '镜像的安全版本过低：{{detail}}',
    hint: '使用更高的安全版本编译。',
  },
  'preflight/project': {
    message: '镜像属于另一个工程：{{detail}}',
    hint: '确认这是否为所需的镜像。',
  },
  'preflight/mmu-page': {
    message: '镜像的 MMU 页大小不同：{{detail}}',
    hint: '使用与引导加载程序相同的页大小编译。',
  },
  'preflight/signature': {
    message: '镜像的签名与开发板不符：{{detail}}',
    hint: '用开发板的密钥签名镜像。',
  },
  'preflight/fit': {
    message: '镜像放不进下一个槽位：{{detail}}',
    hint: '缩小镜像，或经 USB 烧录更大的分区表。',
  },
  'preflight/older': {
    message: '镜像比正在运行的版本旧：{{detail}}',
    hint: '确认这是否为所需的镜像。',
  },
  'preflight/board-ready': {
    message: '开发板没有在等待 URL：{{detail}}',
    hint: '复位开发板。',
  },
  'preflight/pending-verify': {
    message: '正在运行的应用尚未确认自身：{{detail}}',
    hint: '等待自检完成，或复位开发板。',
  },
  'preflight/reach': {
    message: '开发板无法访问本机：{{detail}}',
    hint: '让两者处于同一网络。',
  },
  'preflight/certificate': {
    message: '开发板不会信任此服务器：{{detail}}',
    hint: '把此 CA 放入固件。',
  },
  'preflight/self-test': {
    message: '开发板会拒绝此服务器：{{detail}}',
    hint: '查看自测的结果；用 --force=self-test 可跳过。',
  },
  'preflight/next-ca': {
    message: '此次更新后，开发板可能不再信任本工作台：{{detail}}',
    hint: '用本工作台的 CA 编译镜像。',
  },
  'preflight/console-speed': {
    message: '控制台限制了更新速度：{{detail}}',
    hint: '提高控制台的波特率。',
  },
};
