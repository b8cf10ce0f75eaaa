import { NumberInput, Select, Stack } from '@mantine/core';
import type { ReactNode } from 'react';

import type { Access, BodyForm, Delivery } from '../../shared/ota/delivery.ts';
import { useText } from '../text/text-context.tsx';

interface DeliveryChoiceProps {
  readonly delivery: Delivery;
  /** Whether the plain port is open: plain HTTP can be chosen only then. */
  readonly plainPort: boolean;
  readonly onDelivery: (delivery: Delivery) => void;
}

const BODIES: readonly BodyForm[] = ['contentLength', 'chunked', 'untilClose'];
const ACCESS = ['open', 'basic', 'image', 'board', 'once'] as const;
type AccessName = (typeof ACCESS)[number];

/** How this update's image is handed over: the form of its body, who may have it, and over which scheme. */
export function DeliveryChoice({ delivery, plainPort, onDelivery }: DeliveryChoiceProps): ReactNode {
  const t = useText();
  const { body, access, scheme } = delivery;
  const expires = access.kind === 'token' ? access.expiresInSeconds : null;
  return (
    <Stack gap="xs">
      <Select
        size="xs"
        label={t('serving:chooseBody')}
        data={BODIES.map((value) => ({ value, label: t(`serving:body_${value}`) }))}
        value={body}
        allowDeselect={false}
        onChange={(value) =>
          onDelivery({ ...delivery, body: BODIES.find((known) => known === value) ?? body })
        }
      />
      <Select
        size="xs"
        label={t('serving:chooseAccess')}
        data={ACCESS.map((value) => ({ value, label: t(`serving:access_${value}`) }))}
        value={nameOf(access)}
        allowDeselect={false}
        onChange={(value) => {
          const name = ACCESS.find((known) => known === value) ?? 'open';
          onDelivery({ ...delivery, access: accessOf(name, expires) });
        }}
      />
      {access.kind === 'token' && (
        <NumberInput
          size="xs"
          label={t('serving:chooseExpires')}
          placeholder={t('serving:neverExpires')}
          min={1}
          max={2_592_000}
          allowDecimal={false}
          value={expires ?? ''}
          onChange={(value) =>
            onDelivery({
              ...delivery,
              access: { ...access, expiresInSeconds: typeof value === 'number' ? value : null },
            })
          }
        />
      )}
      <Select
        size="xs"
        label={t('serving:chooseScheme')}
        data={[
          { value: 'https', label: 'HTTPS' },
          { value: 'http', label: t('serving:plainHttp'), disabled: !plainPort },
        ]}
        value={scheme}
        allowDeselect={false}
        onChange={(value) => onDelivery({ ...delivery, scheme: value === 'http' ? 'http' : 'https' })}
      />
    </Stack>
  );
}

function nameOf(access: Access): AccessName {
  return access.kind === 'token' ? access.use : access.kind;
}

function accessOf(name: AccessName, expiresInSeconds: number | null): Access {
  if (name === 'open') return { kind: 'open' };
  if (name === 'basic') return { kind: 'basic', user: null, password: null };
  return { kind: 'token', use: name, expiresInSeconds };
}
