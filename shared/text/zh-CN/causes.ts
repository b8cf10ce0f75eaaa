/** 更新为何如此结束：结论的句子与下一步，以开发板为主语。键与英文相同。 */
export const causes = {
  'ota/same-version': {
    message: '开发板已在运行版本 {{version}}，不再重复写入。',
    hint: '提高版本号后重新编译，或在编译固件时启用 EXAMPLE_SKIP_VERSION_CHECK。再次尝试前需复位开发板。',
  },
  'ota/last-invalid-version': {
    message: '开发板曾将版本 {{version}} 回滚，不再写入。',
    hint: '查明自检失败的原因，提高版本号后重新编译。再次尝试前需复位开发板。',
  },
  'ota/pending-verify': {
    message: '正在运行的应用尚未确认自身，因此开发板拒绝更新。',
    hint: '等待自检完成，或复位开发板。',
  },
  'ota/secure-version': {
    message: '镜像的安全版本低于开发板 eFuse 的要求。',
    hint: '使用与现有设备相同或更高的安全版本编译。',
  },
  'ota/no-slot': {
    message: '开发板没有空闲的 OTA 分区：其分区表不适合空中更新。',
    hint: '通过 USB 烧录带两个 OTA 分区的分区表，例如 partitions_two_ota.csv。',
  },
  'ota/set-boot-failed': {
    message: '开发板已写入镜像，但无法将其设为下次启动的镜像：{{detail}}。',
    hint: '检查分区表是否有 otadata 分区，再检查 flash 芯片；重试前需复位。',
  },
  'board/brownout': {
    message: '开发板在更新期间供电不足（{{reason}}）。',
    hint: '使用更短的线缆、更强的电源或加电容；复位后重试。',
  },
  'boot/watchdog': {
    message: '新镜像在确认之前被看门狗复位：{{detail}}',
    hint: '查找启动中的阻塞：没有延时的循环，或长时间关闭的中断。',
  },
  'boot/not-served': {
    message: '开发板的日志显示所提供的镜像，但本次更新中没有从这里下载任何内容。',
    hint: '检查日志是否属于该开发板且不是重放；复位后查看运行的版本。',
  },
  'boot/power-lost': {
    message: '新镜像在确认之前断电或被复位（{{reason}}），开发板已回到旧镜像。',
    hint: '检查供电和线缆，自检完成前不要动开发板，然后重试。',
  },
  'board/boot-loop': {
    message: '开发板在请求 URL 之前反复重启（{{boots}} 次，{{reason}}）。',
    hint: '查看日志中的 panic；通过 USB 烧录可用的应用。',
  },
  'ota/begin-failed': {
    message: '开发板无法开始更新：{{detail}}。',
    hint: '在此行之前的日志中查找 ESP_ERR 名称。',
  },
  'ota/write-failed': {
    message: '开发板无法写入 Flash。',
    hint: '检查供电与 Flash 芯片，然后重试。',
  },
  'ota/out-of-memory': {
    message: '开发板在握手时内存不足。',
    hint: '在固件中释放堆内存，或使用 P-256 证书。',
  },
  'ota/url-invalid': {
    message: '开发板无法使用收到的 URL。',
    hint: '检查主机名中的空格与符号；日志显示开发板读到的内容。',
  },
  'ota/read-error': {
    message: '开发板在下载时失去连接。',
    hint: '检查 Wi-Fi 信号后重试。',
  },
  'ota/incomplete': {
    message: '开发板没有收到完整的镜像。',
    hint: '检查 Wi-Fi 信号后重试。',
  },
  'ota/fatal': {
    message: '开发板的 OTA 任务已结束：{{detail}}',
    hint: '阅读此行之前的日志；再次尝试前需复位开发板。',
  },
  'tls/unknown-ca': {
    message: '开发板不信任此 CA。',
    hint: '把此 CA 放入固件工程的 server_certs/，重新编译并经 USB 烧录一次，然后复位开发板。',
  },
  'tls/host-mismatch': {
    message: '开发板在证书中找不到与 {{host}} 匹配的名称。',
    hint: '让本程序选择地址，或用 --host 指定主机名，使证书包含它。',
  },
  'tls/expired': {
    message: '开发板认为服务器证书已过期。',
    hint: '校准开发板时钟（SNTP），并在证书面板中查看证书的有效期。',
  },
  'tls/certificate': {
    message: '开发板拒绝了证书；仅凭其日志无法得知原因。',
    hint: '把固件中的 CA 与此 CA 对比，并把主机名与证书对比。',
  },
  'tls/refused': {
    message: '开发板拒绝了我们的证书；原因无法读取。',
    hint: '把固件中的 CA 与此 CA 对比，并把主机名与证书对比。',
  },
  'tls/no-shared-protocol': {
    message: '开发板与服务器没有共同的 TLS 版本。',
    hint: '在固件的 mbedTLS 设置中启用 TLS 1.2。',
  },
  'tls/not-tls': {
    message: '开发板用明文 HTTP 访问了 TLS 端口。',
    hint: '使用以 https:// 开头的 URL。',
  },
  'tls/closed': {
    message: '连接在握手期间被关闭。',
    hint: '检查开发板的可用内存与 Wi-Fi 信号。',
  },
  'tls/timeout': {
    message: '握手未能按时完成。',
    hint: '检查 Wi-Fi 信号；在固件中加大超时时间。',
  },
  'net/unreachable': {
    message: '开发板无法访问位于 {{host}} 的本机。',
    hint: '检查两者是否在同一网络、访客网络是否被隔离，以及防火墙是否放行端口 {{port}}。',
  },
  'net/refused': {
    message: '{{host}} 的端口 {{port}} 没有应答开发板。',
    hint: '启动服务器，或检查 URL 中的端口。',
  },
  'net/dns': {
    message: '开发板无法解析主机名 {{host}}。',
    hint: '使用 IP 地址，或开发板的 DNS 服务器认识的名称。',
  },
  'net/no-route': {
    message: '本机没有到达开发板 {{address}} 的路由。',
    hint: '加入开发板所在的网络，或用 --host 指定本机。',
  },
  'net/wifi-failed': {
    message: '开发板无法加入 Wi-Fi 网络。',
    hint: '检查编译时设置的网络名称与密码。',
  },
  'http/status': {
    message: '服务器应答 {{status}}，开发板没有收到镜像。',
    hint: '检查 URL 中的路径；服务器的最近请求显示所请求的内容。',
  },
  'image/corrupt': {
    message: '开发板读回镜像时发现其已损坏：{{detail}}',
    hint: '用“ota-workbench image”检查镜像，再检查 Flash 芯片与供电。',
  },
  'image/wrong-chip': {
    message: '镜像是为另一种芯片编译的。',
    hint: '为此开发板的芯片编译：idf.py set-target。',
  },
  'image/bad-magic': {
    message: '开发板收到的内容不以 0xE9 开头。',
    hint: '选择应用镜像；检查服务器的应答。',
  },
  'image/short-header': {
    message: '开发板首次收到的字节太少，不足以构成镜像头。',
    hint: '在最近请求中检查服务器的应答。',
  },
  'image/too-large': {
    message: '镜像有 {{sizeBytes}} 字节，放不进 {{slotBytes}} 字节的槽位。',
    hint: '缩小镜像，或经 USB 烧录更大的分区表。',
  },
  'boot/diagnostics-failed': {
    message: '新镜像已运行，但自检失败，开发板回到了旧镜像。',
    hint: '阅读失败之前的日志；在 native 示例中由诊断引脚决定。',
  },
  'boot/crashed': {
    message: '新镜像在确认自身之前崩溃：{{detail}}',
    hint: '阅读日志中的 panic；开发板已回到旧镜像。',
  },
  'boot/rolled-back': {
    message: '开发板重启后进入了旧镜像。',
    hint: '阅读重启后引导加载程序的日志；自行回滚的应用会在自己的日志中说明原因。',
  },
  'boot/loop': {
    message: '新镜像反复重启（{{boots}} 次）。',
    hint: '阅读复位原因与 panic；编译时启用回滚，使开发板能够自行返回。',
  },
  'boot/not-ready': {
    message: '新镜像在运行，但始终没有完成启动：{{detail}}',
    hint: '摘要证明它在运行；从头阅读其日志（常见原因是 Wi-Fi）。',
  },
  'boot/other-image': {
    message: '重启后，开发板运行的不是所提供的镜像。',
    hint: '对比摘要；可能有另一个程序更新了开发板。',
  },
  'boot/unproven': {
    message: '开发板没有打印摘要，无法证明运行的是哪个镜像。',
    hint: '编译固件时把启动日志级别设为 INFO。',
  },
  'board/restarted': {
    message: '开发板在更新期间重启（{{reason}}）。',
    hint: '检查供电与线缆；复位后重试。',
  },
  'board/garbled': {
    message: '以当前波特率读到的内容不是文本。',
    hint: '选择其控制台的波特率，通常为 115200。',
  },
  'board/silent': {
    message: '开发板没有打印任何能说明其状态的内容。',
    hint: '按下复位键；检查波特率，并确认其控制台就是此串口。',
  },
  'host/server-stopped': {
    message: '服务器在更新期间被停止。',
    hint: '复位开发板并再次更新。',
  },
  'timeout/boot': {
    message: '开发板在 {{seconds}} 秒内没有启动。',
    hint: '按下复位键；检查线缆、供电与波特率。',
  },
  'timeout/ready': {
    message: '开发板在 {{seconds}} 秒内没有请求 URL。',
    hint: '以 FROM_STDIN 作为 URL 编译固件，或使用 --no-url。',
  },
  'timeout/urlSent': {
    message: '发送 URL 后 {{seconds}} 秒内，开发板没有连接服务器。',
    hint: '检查开发板能否访问本机，以及防火墙是否放行。',
  },
  'timeout/tls': {
    message: '握手未能在 {{seconds}} 秒内完成。',
    hint: '检查 Wi-Fi 信号。',
  },
  'timeout/headerAccepted': {
    message: '开发板在 {{seconds}} 秒内没有接受镜像头。',
    hint: '检查 Wi-Fi 信号与日志。',
  },
  'timeout/writing': {
    message: '{{seconds}} 秒内双方都没有传输任何字节。',
    hint: '检查 Wi-Fi 信号与供电。',
  },
  'timeout/imageVerified': {
    message: '开发板在 {{seconds}} 秒内没有报告镜像已校验。',
    hint: '阅读其日志；复位后重试。',
  },
  'timeout/restarting': {
    message: '开发板在 {{seconds}} 秒内没有重启。',
    hint: '复位开发板，读取正在运行的版本。',
  },
  'timeout/newImageRuns': {
    message: '开发板重启后 {{seconds}} 秒内没有说明运行的是哪个镜像。',
    hint: '复位开发板，读取正在运行的版本。',
  },
  'timeout/confirmed': {
    message: '新镜像在 {{seconds}} 秒内没有确认自身。',
    hint: '阅读其日志；复位开发板，观察是否回滚。',
  },
} as const;
