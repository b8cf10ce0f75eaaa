import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';

interface PasswordFieldProps {
  readonly label: string;
  readonly description?: string;
  readonly error?: string | null;
  readonly value: string;
  readonly autoFocus?: boolean;
  readonly onChange: (value: string) => void;
}

/** A password that is typed and never shown; browsers are asked not to keep it. */
export function PasswordField({ autoFocus = false, onChange, ...field }: PasswordFieldProps): ReactNode {
  return (
    <TextInput
      {...field}
      mt="sm"
      type="password"
      autoComplete="new-password"
      maxLength={1_000}
      data-autofocus={autoFocus || undefined}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
