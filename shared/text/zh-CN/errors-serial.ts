import type { ErrorText } from '../en/errors.ts';
import type { errorsSerial as english } from '../en/errors-serial.ts';

/** 本机与串口之间的错误，以及对已打开串口的提示。 */
export const errorsSerial = {
  'serial/driver-missing': {
    message: '{{adapter}}（{{ids}}）已插入，但系统中没有能为它提供串口的驱动程序。',
    hint: '{{remedy}}',
  },
  'serial/brltty': {
    message: '盲文显示器程序 brltty 占用了开发板的 {{adapter}}（{{ids}}）。',
    hint: '运行：sudo apt remove brltty（确认无人使用盲文显示器），然后重新插入开发板。',
  },
  'serial/device-taken': {
    message: '{{adapter}}（{{ids}}）已插入，但 {{holder}} 正通过 USB 使用它，因此没有串口。',
    hint: '结束该程序（例如调试器或虚拟机），然后重新插入开发板。',
  },
  'serial/bad-url': {
    message: '{{path}} 不是远程串口的地址：{{problem}}',
    hint: '写成 rfc2217://主机:端口 或 socket://主机:端口。',
  },
  'serial/remote-not-found': {
    message: '找不到名为 {{host}} 的机器。',
    hint: '检查名称，或改用其 IP 地址。',
  },
  'serial/remote-refused': {
    message: '{{host}} 的端口 {{port}} 上没有服务。',
    hint: '在该机器上启动串口服务（ser2net、esp_rfc2217_server），并检查端口号。',
  },
  'serial/remote-unreachable': {
    message: '无法到达 {{host}}：{{detail}}',
    hint: '检查两台机器是否在同一网络中。',
  },
  'serial/remote-timeout': {
    message: '{{host}} 的端口 {{port}} 在 {{seconds}} 秒内没有应答。',
    hint: '检查地址，以及中间是否有防火墙。',
  },
  'serial/not-rfc2217': {
    message: '{{path}} 有应答，但不支持 RFC 2217。',
    hint: '只需要数据时用 socket://{{host}}:{{port}}，或在服务端启用 RFC 2217。',
  },
  'serial/garbled': {
    message: '以 {{baudRate}} 波特率收到的内容不是文本：波特率很可能不对。',
    hint: '换一个波特率试试：{{rates}}。',
  },
  'serial/stalled': {
    message: '开发板此前一直有输出，而 {{path}} 已有 {{seconds}} 秒没有数据。',
    hint: '如果它本应有输出，重新打开串口。',
  },
  'board/replaced': {
    message: '这里插入的是另一块开发板：其 MAC 为 {{now}}，之前的是 {{before}}。',
    hint: '关于前一块开发板的记录会保留，待它回来时再用。',
  },
} as const satisfies Readonly<Record<keyof typeof english, ErrorText>>;
