import type { FingerPosition } from '../../../domain/finger-position.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { useCall } from '../../station/hooks.ts';

/** Takes back that a finger cannot be taken. */
export function ClearException({
  dossierId,
  position,
  label,
}: {
  dossierId: string;
  position: FingerPosition;
  label: string;
}) {
  const { call, pending, error } = useCall('fingerprint.clearException');
  return (
    <>
      <ErrorNotice error={error} />
      <ActionButton
        label={label}
        hotkey="exception"
        pending={pending}
        onAct={() => void call({ dossierId, position })}
      />
    </>
  );
}
