import type { ErrorText } from '../en/errors.ts';
import type { faultCauses as enCauses, faultErrors as enErrors } from '../en/errors-faults.ts';

/** 故障实验室无法运行某个故障、或提前结束的原因。 */
export const faultErrors = {
  'faults/running': {
    message: '{{device}} 上已有故障在运行。',
    hint: '等它结束，或取消它。',
  },
  'faults/virtual-only': {
    message: '只有虚拟开发板能在指定的字节处做到这一点。',
    hint: '在虚拟开发板上运行，或在更新中途手动断开这块板的电源。',
  },
  'faults/needs-image': {
    message: '真实的开发板要用专门构建的镜像才会出现这种情况。',
    hint: '在列表中选择一个，或用 --image {{name}}=FILE 给出。',
  },
  'faults/not-for-program': {
    message: '板上的程序（{{program}}）没有这种情况。',
    hint: '在运行另一个例程的开发板上试。',
  },
  'faults/signed': {
    message: '{{file}} 带有签名，不能改成别的版本，而开发板正运行这个版本。',
    hint: '先给开发板换一个版本。',
  },
  'faults/no-verdict': {
    message: '{{device}} 的一次更新没有结束。',
    hint: '查看它的日志。其余的故障没有开始。',
  },
  'faults/board-lost': {
    message: '{{device}} 复位后没有回来。',
    hint: '查看它的日志、线缆和电源。其余的故障没有开始。',
  },
} as const satisfies Readonly<Record<keyof typeof enErrors, ErrorText>>;

/** 只有行为异常的服务器才会造成的原因。 */
export const faultCauses = {
  'tls/answer-not-tls': {
    message: '在 {{host}} 端口 {{port}} 应答开发板的不是 TLS。',
    hint: '检查这个端口是否被普通网页服务器或代理占用。',
  },
} as const satisfies Readonly<Record<keyof typeof enCauses, ErrorText>>;
