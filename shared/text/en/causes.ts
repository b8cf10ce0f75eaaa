import type { ErrorText } from './errors.ts';

/** Why an update ended as it did: the verdict's sentence and what to do next, by code. The board is the subject. */
export const causes = {
  'ota/same-version': {
    message: 'The board already runs version {{version}} and will not write it again.',
    hint: 'Raise the version and build again, or build the firmware with EXAMPLE_SKIP_VERSION_CHECK. Reset the board before the next try.',
  },
  'ota/last-invalid-version': {
    message: 'The board rolled version {{version}} back before and will not write it again.',
    hint: 'Find why its diagnostics failed, raise the version and build again. Reset the board before the next try.',
  },
  'ota/pending-verify': {
    message: 'The app that runs has not confirmed itself yet, so the board refuses an update.',
    hint: 'Wait until its diagnostics are done, or reset the board.',
  },
  'ota/secure-version': {
    message: 'The image has a lower secure version than the board’s eFuse demands.',
    hint: 'Build with the secure version of the fleet or a higher one.',
  },
  'ota/no-slot': {
    message: 'The board has no free slot: its partition table is not made for updates over the air.',
    hint: 'Flash a table with two OTA slots over USB, for example partitions_two_ota.csv.',
  },
  'ota/set-boot-failed': {
    message: 'The board wrote the image and could not choose it for its next start: {{detail}}.',
    hint: 'Check that its table has an otadata partition, then the flash chip; reset it before the next try.',
  },
  'board/brownout': {
    message: 'The board’s supply sagged during the update ({{reason}}).',
    hint: 'Use a shorter cable, a stronger supply or a capacitor; reset it and try again.',
  },
  'boot/watchdog': {
    message: 'A watchdog reset the new image before it confirmed itself: {{detail}}',
    hint: 'Look for what blocks its start: a loop without a delay, or interrupts held off for long.',
  },
  'boot/not-served': {
    message: 'The board’s log shows the offered image, but nothing was downloaded from here in this update.',
    hint: 'Check that the log is this board’s and is no replay; reset the board and read which version runs.',
  },
  'boot/power-lost': {
    message:
      'The new image lost its supply or was reset ({{reason}}) before it confirmed itself, and the board went back to the old one.',
    hint: 'Check supply and cable, leave the board alone until its diagnostics are done, and try again.',
  },
  'board/boot-loop': {
    message: 'The board restarts again and again before it asks for a URL ({{boots}} times, {{reason}}).',
    hint: 'Read the panic in its log; flash a working app over USB.',
  },
  'ota/begin-failed': {
    message: 'The board could not begin the update: {{detail}}.',
    hint: 'Read the log above this line for the ESP_ERR name.',
  },
  'ota/write-failed': {
    message: 'The board could not write its flash.',
    hint: 'Check the supply and the flash chip, then try again.',
  },
  'ota/out-of-memory': {
    message: 'The board ran out of memory during the handshake.',
    hint: 'Free heap in the firmware, or use a P-256 certificate.',
  },
  'ota/url-invalid': {
    message: 'The board could not use the URL it was given.',
    hint: 'Check the host name for spaces and signs; the log shows what the board read.',
  },
  'ota/read-error': {
    message: 'The board lost the connection while it downloaded.',
    hint: 'Check the Wi-Fi signal and try again.',
  },
  'ota/incomplete': {
    message: 'The board did not receive the whole image.',
    hint: 'Check the Wi-Fi signal and try again.',
  },
  'ota/fatal': {
    message: 'The board’s OTA task ended: {{detail}}',
    hint: 'Read the log above this line; reset the board before the next try.',
  },
  'tls/unknown-ca': {
    message: 'The board does not trust this CA.',
    hint: 'Put this CA into the firmware’s server_certs/, build, and flash once over USB. Then reset the board.',
  },
  'tls/host-mismatch': {
    message: 'The board found no name in the certificate that matches {{host}}.',
    hint: 'Let this program choose the address, or name the host with --host so that the certificate covers it.',
  },
  'tls/expired': {
    message: 'The board takes the server certificate for expired.',
    hint: 'Set the board’s clock (SNTP) and see in the certificate panel until when the certificate holds.',
  },
  'tls/certificate': {
    message: 'The board refused the certificate; its log alone does not say why.',
    hint: 'Compare the CA in the firmware with this one, and the host name with the certificate.',
  },
  'tls/refused': {
    message: 'The board refused our certificate; the reason is not readable.',
    hint: 'Compare the CA in the firmware with this one, and the host name with the certificate.',
  },
  'tls/no-shared-protocol': {
    message: 'The board and the server share no TLS version.',
    hint: 'Enable TLS 1.2 in the firmware’s mbedTLS settings.',
  },
  'tls/not-tls': {
    message: 'The board spoke plain HTTP to the TLS port.',
    hint: 'Use a URL that begins with https://.',
  },
  'tls/closed': {
    message: 'The connection was closed during the handshake.',
    hint: 'Check the board’s free memory and the Wi-Fi signal.',
  },
  'tls/timeout': {
    message: 'The handshake was not finished in time.',
    hint: 'Check the Wi-Fi signal; raise the timeout in the firmware.',
  },
  'net/unreachable': {
    message: 'The board cannot reach this machine at {{host}}.',
    hint: 'Check that both are on the same network, that guests are not kept apart, and that the firewall lets port {{port}} in.',
  },
  'net/refused': {
    message: 'Nothing answered the board at {{host}}, port {{port}}.',
    hint: 'Start the server, or check that the URL names its port.',
  },
  'net/dns': {
    message: 'The board could not resolve the host name {{host}}.',
    hint: 'Use an IP address, or a name the board’s DNS server knows.',
  },
  'net/no-route': {
    message: 'This machine has no route to the board at {{address}}.',
    hint: 'Join the board’s network, or name this host with --host.',
  },
  'net/wifi-failed': {
    message: 'The board could not join its Wi-Fi network.',
    hint: 'Check the network name and the password it was built with.',
  },
  'http/status': {
    message: 'The server answered {{status}}, so the board received no image.',
    hint: 'Check the path in the URL; the server’s last requests show what was asked for.',
  },
  'image/corrupt': {
    message: 'The board read the image back and found it corrupt: {{detail}}',
    hint: 'Check the image with "ota-workbench image", then the flash chip and the supply.',
  },
  'image/wrong-chip': {
    message: 'The image is for another chip.',
    hint: 'Build for this board’s chip: idf.py set-target.',
  },
  'image/bad-magic': {
    message: 'What the board received does not begin with 0xE9.',
    hint: 'Choose the app image; check the server’s answer.',
  },
  'image/short-header': {
    message: 'The first bytes the board received were too few for an image header.',
    hint: 'Check the server’s answer in its last requests.',
  },
  'image/too-large': {
    message: 'The image has {{sizeBytes}} bytes and does not fit the slot of {{slotBytes}}.',
    hint: 'Make the image smaller, or flash a larger partition table over USB.',
  },
  'boot/diagnostics-failed': {
    message: 'The new image ran, its diagnostics failed, and the board went back to the old one.',
    hint: 'Read its log up to the failure; the diagnostics pin decides in the native example.',
  },
  'boot/crashed': {
    message: 'The new image crashed before it confirmed itself: {{detail}}',
    hint: 'Read the panic in the log; the board went back to the old image.',
  },
  'boot/rolled-back': {
    message: 'The board restarted into its old image.',
    hint: 'Read the bootloader’s lines after the restart; an app that goes back by itself says why in lines of its own.',
  },
  'boot/loop': {
    message: 'The new image restarts again and again ({{boots}} times).',
    hint: 'Read the reset reason and the panic; build with rollback so that the board can go back by itself.',
  },
  'boot/not-ready': {
    message: 'The new image runs but never got past its start: {{detail}}',
    hint: 'The digest proves that it runs; read its log from the start on (often Wi-Fi).',
  },
  'boot/other-image': {
    message: 'After the restart the board runs an image that was not offered.',
    hint: 'Compare the digests; another program may have updated the board.',
  },
  'boot/unproven': {
    message: 'The board printed no digest, so nothing proves which image runs.',
    hint: 'Build the firmware with boot log level INFO.',
  },
  'board/restarted': {
    message: 'The board restarted during the update ({{reason}}).',
    hint: 'Check its supply and cable; reset it and try again.',
  },
  'board/garbled': {
    message: 'What the board printed is no text at this baud rate.',
    hint: 'Choose the baud rate of its console, 115200 as a rule.',
  },
  'board/silent': {
    message: 'The board printed nothing that tells where it stands.',
    hint: 'Press its reset button; check the baud rate and that its console is this port.',
  },
  'host/server-stopped': {
    message: 'The server was stopped during the update.',
    hint: 'Reset the board and flash again.',
  },
  'timeout/boot': {
    message: 'The board did not boot within {{seconds}} s.',
    hint: 'Press reset; check cable, supply and baud rate.',
  },
  'timeout/ready': {
    message: 'The board did not ask for a URL within {{seconds}} s.',
    hint: 'Build its firmware with the URL FROM_STDIN, or use --no-url.',
  },
  'timeout/urlSent': {
    message: 'The board was not seen at the server within {{seconds}} s of the URL.',
    hint: 'Check that it can reach this machine and that the firewall lets it in.',
  },
  'timeout/tls': {
    message: 'The handshake was not finished within {{seconds}} s.',
    hint: 'Check the Wi-Fi signal.',
  },
  'timeout/headerAccepted': {
    message: 'The board did not accept the image header within {{seconds}} s.',
    hint: 'Check the Wi-Fi signal and the log.',
  },
  'timeout/writing': {
    message: 'Neither side moved a byte for {{seconds}} s.',
    hint: 'Check the Wi-Fi signal and the supply.',
  },
  'timeout/imageVerified': {
    message: 'The board did not report a verified image within {{seconds}} s.',
    hint: 'Read its log; reset it and try again.',
  },
  'timeout/restarting': {
    message: 'The board did not restart within {{seconds}} s.',
    hint: 'Reset it and read which version runs.',
  },
  'timeout/newImageRuns': {
    message: 'The board did not say which image runs within {{seconds}} s of its restart.',
    hint: 'Reset it and read which version runs.',
  },
  'timeout/confirmed': {
    message: 'The new image did not confirm itself within {{seconds}} s.',
    hint: 'Read its log; reset it and see whether it rolls back.',
  },
} as const satisfies Readonly<Record<string, ErrorText>>;
