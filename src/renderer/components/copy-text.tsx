import { Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useId, useRef, useState } from 'react';
import { useT } from '../i18n/i18n.tsx';
import classes from './copy-text.module.css';

/**
 * A line or a file to be used elsewhere: it is selected when it gets the focus, and a button copies it. Copied is the
 * selection, as by Ctrl+C: the clipboard itself is a permission that the shell gives to no page.
 */
export function CopyText({ label, text }: { label: string; text: string }) {
  const t = useT();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [copiedText, setCopiedText] = useState<string>();
  const copy = (): void => {
    field.current?.select();
    if (document.execCommand('copy')) setCopiedText(text);
  };
  const isCopied = copiedText === text;
  const Icon = isCopied ? IconCheck : IconCopy;
  return (
    <div className={classes.copy}>
      <label className={classes.label} htmlFor={id}>
        {label}
      </label>
      <div className={classes.line}>
        <textarea
          ref={field}
          id={id}
          className={classes.text}
          readOnly
          spellCheck={false}
          value={text}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
        <Button
          variant="default"
          size="md"
          leftSection={<Icon size={18} aria-hidden="true" />}
          onClick={copy}
        >
          {t(isCopied ? 'copy.copied' : 'copy.copy')}
        </Button>
        <span className={classes.spoken} role="status">
          {isCopied && t('copy.copied')}
        </span>
      </div>
    </div>
  );
}
