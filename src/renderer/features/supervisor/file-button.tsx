import { Button } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useRef } from 'react';
import classes from './file-button.module.css';

/** A button that asks for one file. */
export function FileButton({
  label,
  accept,
  pending = false,
  onFile,
}: {
  label: string;
  accept: string;
  pending?: boolean;
  onFile: (file: File) => void;
}) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button
        variant="default"
        size="md"
        disabled={pending}
        leftSection={<IconFileUpload size={20} aria-hidden="true" />}
        onClick={() => picker.current?.click()}
      >
        {label}
      </Button>
      <input
        ref={picker}
        type="file"
        className={classes.picker}
        tabIndex={-1}
        aria-label={label}
        accept={accept}
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file) onFile(file);
          currentTarget.value = '';
        }}
      />
    </>
  );
}
