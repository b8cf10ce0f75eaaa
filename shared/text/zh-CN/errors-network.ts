import type { ErrorText } from '../en/errors.ts';
import type { errorsNetwork as english } from '../en/errors-network.ts';

/** 开发板与本机之间的路：地址、防火墙、别名。 */
export const errorsNetwork: Record<keyof typeof english, ErrorText> = {
  'alias/bad-host': {
    message: '“{{name}}”不是证书可以写入的主机名或 IPv4 地址。',
    hint: '只用字母、数字、连字符和点：ota.example.org，或 192.168.0.3 这样的地址。',
  },
  'alias/bad-path': {
    message: '“{{path}}”不是可以提供的路径。',
    hint: '以斜杠开头，不含空格、“%”、“?”、“#”和“..”：/hello_world.bin。',
  },
  'alias/path-taken': {
    message: '{{path}} 由服务器自己应答。',
    hint: '换一个路径，固件中也用同一个。',
  },
  'alias/no-image': {
    message: '路径 {{path}} 没有指定镜像。',
    hint: '写成 PATH=FILE，FILE 是所提供文件的名称。',
  },
  'net/not-our-address': {
    message: '{{address}} 不是本机的地址。',
    hint: '从 {{addresses}} 中选一个。',
  },
  'net/isolated': {
    message: '开发板与本机（{{host}}）在同一网络，却没有任何连接到达本机。',
    hint: '接入点可能把客户端彼此隔离（访客网络、AP 隔离）：关闭隔离，或让两者加入另一个网络。本机防火墙丢弃端口 {{port}} 时，开发板看到的也一样。',
  },
  'net/firewall': {
    message: '没有任何连接到达本机：防火墙未放行端口 {{port}}。',
    hint: '放行该端口，然后复位开发板：{{command}}',
  },
  'board/zero-address': {
    message: '开发板的地址是 {{address}}：没有 DHCP 服务器给它分配地址。',
    hint: '检查其 Wi-Fi 的 DHCP 服务器，然后复位开发板。',
  },
  'board/ipv6-only': {
    message: '开发板只有 IPv6 地址（{{address}}），没有 IPv4 地址。',
    hint: '检查其 Wi-Fi 的 DHCP 服务器；更新通过 IPv4 进行。',
  },
  'preflight/firewall': {
    message: '本机防火墙可能把开发板挡在端口 {{port}} 之外。',
    hint: '放行该端口：{{command}}',
  },
};
