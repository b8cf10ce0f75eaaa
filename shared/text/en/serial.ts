/** Next steps of serial errors that differ by system and cause, and what is wrong with what was typed. */
export const serial = {
  remedyClose: 'Close the other monitor (for example idf.py monitor), then try again.',
  remedyModemManager:
    'ModemManager looks whether a new port is a modem: try again in 30 s. To keep it away for good: sudo systemctl disable --now ModemManager',
  remedyGroup: 'Run: sudo usermod -aG {{group}} $USER, then log in again.',
  remedyUdev:
    'Run: echo \'SUBSYSTEM=="tty", ATTRS{idVendor}=="{{vendorId}}", MODE="0666"\' | sudo tee /etc/udev/rules.d/70-esp32.rules && sudo udevadm control --reload && sudo udevadm trigger',
  remedyMode: 'Run: sudo chmod a+rw {{path}} (until it is plugged in again).',
  remedyAdmin: 'Ask who administers this machine for access to {{path}}.',
  remedyModprobe: 'Run: sudo modprobe {{module}}, then plug the board in again.',
  remedyModulePackage:
    'This kernel lacks the module {{module}}: install its extra modules (on Ubuntu: sudo apt install linux-modules-extra-$(uname -r)), then plug the board in again.',
  remedyDriver: 'Install the driver of {{maker}}: {{url}}',
  urlHost: 'it names no host.',
  urlPort: 'it names no port between 1 and 65535.',
  urlExtra: 'there is more behind the port.',
  sequenceEmpty: 'Write at least one step, such as D0|R1|W0.1|R0.',
  sequenceCommand: 'Character {{position}}: a step begins with D, R, U or W.',
  sequenceLevel: 'Character {{position}}: write 0 or 1 here (U takes two, as U1,0).',
  sequenceSeconds: 'Character {{position}}: write seconds here, as W0.1.',
  sequenceTooLong: 'Character {{position}}: the sequence lasts longer than 10 s.',
} as const;
