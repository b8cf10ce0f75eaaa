import type { serial as english } from '../en/serial.ts';

/** 因系统和原因而异的下一步，以及输入内容的问题。 */
export const serial = {
  remedyClose: '关闭另一个监视程序（例如 idf.py monitor），然后重试。',
  remedyModemManager:
    'ModemManager 正在检查新串口是否为调制解调器：30 秒后重试。若要永久避免：sudo systemctl disable --now ModemManager',
  remedyGroup: '运行：sudo usermod -aG {{group}} $USER，然后重新登录。',
  remedyUdev:
    '运行：echo \'SUBSYSTEM=="tty", ATTRS{idVendor}=="{{vendorId}}", MODE="0666"\' | sudo tee /etc/udev/rules.d/70-esp32.rules && sudo udevadm control --reload && sudo udevadm trigger',
  remedyMode: '运行：sudo chmod a+rw {{path}}（重新插入后失效）。',
  remedyAdmin: '请向本机管理员申请 {{path}} 的访问权限。',
  remedyModprobe: '运行：sudo modprobe {{module}}，然后重新插入开发板。',
  remedyModulePackage:
    '此内核缺少模块 {{module}}：安装附加模块（Ubuntu 上：sudo apt install linux-modules-extra-$(uname -r)），然后重新插入开发板。',
  remedyDriver: '安装 {{maker}} 的驱动程序：{{url}}',
  urlHost: '没有写主机。',
  urlPort: '没有写 1 到 65535 之间的端口。',
  urlExtra: '端口后面还有多余内容。',
  sequenceEmpty: '至少写一步，例如 D0|R1|W0.1|R0。',
  sequenceCommand: '第 {{position}} 个字符：每一步以 D、R、U 或 W 开头。',
  sequenceLevel: '第 {{position}} 个字符：这里应为 0 或 1（U 需要两个，如 U1,0）。',
  sequenceSeconds: '第 {{position}} 个字符：这里应为秒数，如 W0.1。',
  sequenceTooLong: '第 {{position}} 个字符：序列超过 10 秒。',
} as const satisfies Readonly<Record<keyof typeof english, string>>;
