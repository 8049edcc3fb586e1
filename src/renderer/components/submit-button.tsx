import { Button } from '@mantine/core';
import { KeyHint } from './key-hint.tsx';

/** The button of a short form, with Enter on it. */
export function SubmitButton({ label, pending = false }: { label: string; pending?: boolean }) {
  return (
    <Button
      type="submit"
      size="lg"
      aria-busy={pending || undefined}
      data-pending={pending || undefined}
      rightSection={<KeyHint keys="Enter" onDark />}
    >
      {label}
    </Button>
  );
}
