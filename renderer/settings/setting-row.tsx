import type { ReactNode } from 'react';

interface SettingRowProps {
  readonly title: string;
  readonly hint: string;
  readonly children: ReactNode;
}

/** A setting: its name and one sentence at the left, its control at the right. */
export function SettingRow({ title, hint, children }: SettingRowProps): ReactNode {
  return (
    <div className="setting">
      <div>
        <b>{title}</b>
        <p>{hint}</p>
      </div>
      <div>{children}</div>
    </div>
  );
}
