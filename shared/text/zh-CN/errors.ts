/** 每个错误说什么：事物、原因与下一步。键与英文相同，缺一项就无法编译。 */
export const errors = {
  'contract/unknown-request': {
    message: '页面请求了“{{name}}”，本程序不认识它。',
    hint: '重新加载窗口：页面与程序的版本不同。',
  },
  'contract/invalid-input': { message: '{{name}}：{{problem}}', hint: '更正该值后重试。' },
  'contract/connection-lost': {
    message: '页面与所属的程序失去连接。',
    hint: '页面会自动重新连接。如果程序已经结束，重新启动它。',
  },
  'internal/unexpected': {
    message: '本程序自身的错误：{{detail}}',
    hint: '复制诊断信息并提交报告。',
  },
  'usage/invalid': { message: '{{detail}}', hint: '运行“ota-workbench --help”查看选项。' },
  'serial/port-not-found': {
    message: '没有串口 {{path}}。',
    hint: '检查线缆与名称：“ota-workbench ports”列出现有串口。',
  },
  'serial/port-busy': {
    message: '串口 {{path}} 被另一个程序占用{{holder}}。',
    hint: '{{remedy}}',
  },
  'serial/permission-denied': {
    message: '当前用户无权打开串口 {{path}}。',
    hint: '{{remedy}}',
  },
  'serial/not-a-port': {
    message: '{{path}} 不是串口。',
    hint: '给出一个串口：“ota-workbench ports”列出现有串口。',
  },
  'serial/open-failed': {
    message: '无法打开串口 {{path}}：{{detail}}',
    hint: '拔下开发板，重新插上后再试一次。',
  },
  'serial/port-gone': {
    message: '串口 {{path}} 已消失。',
    hint: '检查线缆，重新插上开发板。',
  },
  'serial/write-failed': {
    message: '{{seconds}} 秒内未能向 {{path}} 写入任何数据。',
    hint: '拔下开发板，重新插上后再试一次。',
  },
  'serial/no-modem-lines': {
    message: '{{path}} 没有 DTR 和 RTS 线，无法复位开发板。',
    hint: '去掉 --reset，并在提示时按下开发板的复位键。',
  },
  'server/address-in-use': {
    message: '{{address}} 上的端口 {{port}} 已被另一个程序占用。',
    hint: '停止占用端口 {{port}} 的程序，或选择其他端口。',
  },
  'server/address-not-ours': {
    message: '{{address}} 不是本机的地址。',
    hint: '从本机地址中选择：{{addresses}}。',
  },
  'server/permission-denied': {
    message: '当前用户无权监听端口 {{port}}。',
    hint: '选择大于 1023 的端口。',
  },
  'server/listen-failed': {
    message: '服务器无法监听 {{address}} 的端口 {{port}}：{{detail}}',
    hint: '选择其他地址或端口。',
  },
  'image/not-found': { message: '没有文件 {{file}}。', hint: '检查路径。' },
  'image/none-found': {
    message: '{{folder}} 中没有完好的应用镜像。',
    hint: '构建项目，或直接指定 .bin 文件。',
  },
  'image/is-directory': { message: '{{file}} 是文件夹，不是镜像。', hint: '给出其中的 .bin 文件。' },
  'image/unreadable': { message: '无法读取 {{file}}：{{detail}}', hint: '检查其权限。' },
  'image/unknown': {
    message: '固件库中没有镜像 {{imageId}}。',
    hint: '把镜像重新拖到页面上。',
  },
  'image/in-use': {
    message: '{{file}} 正在提供给一块开发板。',
    hint: '等待更新结束后再移除。',
  },
  'image/altered': {
    message: '{{file}} 的保存副本丢失或在磁盘上被改动，因此不再提供。',
    hint: '把镜像重新拖到页面上。',
  },
  'image/not-an-app': {
    message: '{{file}} 不是应用镜像：{{kind}}。',
    hint: '选择 ESP-IDF 编译后位于 build/<project>.bin 的应用镜像。',
  },
  'image/empty': { message: '{{file}} 是空文件。', hint: '重新编译工程。' },
  'image/too-big-file': {
    message: '{{file}} 有 {{sizeBytes}} 字节，而镜像最多 {{maxBytes}} 字节。',
    hint: '选择应用镜像，而不是整片 Flash 的转储。',
  },
  'image/truncated': {
    message: '{{file}} 不完整：只有 {{sizeBytes}} 字节，至少需要 {{neededBytes}} 字节。',
    hint: '重新复制或编译镜像。',
  },
  'image/bad-checksum': {
    message: '{{file}} 的校验和为 {{stored}}，按数据计算为 {{computed}}。',
    hint: '重新复制或编译镜像。',
  },
  'image/bad-digest': {
    message: '{{file}} 附带的 SHA-256 为 {{stored}}，按数据计算为 {{computed}}。',
    hint: '重新复制或编译镜像。',
  },
  'image/bad-header': {
    message: '{{file}} 的镜像头不正确：{{detail}}。',
    hint: '重新编译镜像。',
  },
  'image/no-descriptor': {
    message: '{{file}} 在偏移 0x20 处没有应用描述符。',
    hint: '选择应用镜像，而不是引导加载程序。',
  },
  'image/no-app-at': {
    message: '{{file}} 的偏移 {{offset}} 处没有应用镜像。',
    hint: '对该文件运行 "ota-workbench image"，查看其中各部分的偏移。',
  },
  'path/not-absolute': {
    message: '{{path}} 不是完整路径。',
    hint: '给出从磁盘根目录开始的路径。',
  },
  'path/not-allowed': {
    message: '此工作站不得读取 {{path}}。',
    hint: '直接拖入文件，或用 --allow-dir 指定其上级文件夹后重新启动工作站。',
  },
  'path/not-told': {
    message: '此页面无法得知文件夹 {{folder}} 的位置。',
    hint: '拖入其中的 .bin 文件，或在程序自己的窗口中打开。',
  },
  'path/not-a-folder': {
    message: '{{path}} 不是可以读取的文件夹：{{detail}}',
    hint: '指定一个存在的文件夹。',
  },
  'watch/unknown': {
    message: '{{path}} 没有被监视。',
    hint: '监视已结束；需要时重新开始。',
  },
  'watch/superseded': {
    message: '{{file}} 在轮到这次构建之前又被重新构建。',
    hint: '改为推送较新的构建。',
  },
  'push/url-too-long': {
    message: 'URL 有 {{length}} 字节，开发板最多读取 254 字节。',
    hint: '使用更短的主机名（--host）或文件名。',
  },
  'push/running': {
    message: '{{device}} 正在更新。',
    hint: '等待结论，或取消这次更新。',
  },
  'board/unknown': { message: '没有开发板 {{deviceId}}。', hint: '先打开它的串口。' },
  'board/not-open': { message: '{{device}} 的串口已关闭。', hint: '先打开串口。' },
  'board/no-address': {
    message: '{{device}} 尚未报告 IPv4 地址。',
    hint: '复位开发板，或用 --host 指定本机。',
  },
  'wifi/has-space': {
    message: '含空格的网络名或密码无法经控制台交给开发板。',
    hint: '固件按空格切分这一行：换用其他网络，或把密码编译进固件。',
  },
  'data/in-use': {
    message: '数据目录 {{dir}} 正被 {{kind}}（进程 {{pid}}）使用。',
    hint: '关闭该程序，或用 --data-dir 指定其他目录。',
  },
  'data/not-writable': {
    message: '数据目录 {{dir}} 不可写：{{detail}}',
    hint: '检查权限与剩余空间，或使用 --data-dir。',
  },
  'log/disk-full': {
    message: '无法将日志写入 {{dir}}：磁盘已满。内存中有 {{keptBytes}} 字节待写，已丢失 {{lostBytes}} 字节。',
    hint: '释放一些空间，写入会自动继续。',
  },
  'log/not-writable': {
    message:
      '无法将日志写入 {{dir}}：{{detail}}。内存中有 {{keptBytes}} 字节待写，已丢失 {{lostBytes}} 字节。',
    hint: '让该文件夹可写，写入会自动继续。',
  },
  'cert/invalid': {
    message: '{{dir}} 中的证书无法使用：{{detail}}',
    hint: '把该文件夹移走；程序会生成新证书，开发板需要装入新的 CA。',
  },
  'cert/server-invalid': {
    message: '{{dir}} 中的服务器证书无法使用：{{detail}}',
    hint: '删除其中的 server_cert.pem 和 server_key.pem。它们会重新生成，开发板信任的 CA 保持不变。',
  },
  'cert/bad-name': {
    message: '“{{name}}”既不是主机名，也不是 IP 地址。',
    hint: '使用字母、数字、连字符和点，例如 bench.local 或 192.168.1.5。',
  },
  'cert/export-failed': {
    message: '无法写入 {{file}}：{{detail}}',
    hint: '选择可写的文件夹。',
  },
} as const;
